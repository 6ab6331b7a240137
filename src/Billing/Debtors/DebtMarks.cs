using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>Writes and ends marks. A mark is never changed and never deleted.</summary>
public sealed class DebtMarks(BillingDb db, TimeProvider time)
{
    /// <summary>The debtor promised to pay by a day; a later promise takes the place of the earlier one.</summary>
    public async Task<Guid?> PromiseAsync(
        string organisation, string accountNumber, DateOnly by, long? amountMinor, string source, string madeBy,
        CancellationToken cancel)
    {
        await EndActiveAsync(organisation, accountNumber, DebtMarkKind.Promise, madeBy, cancel);
        return await AddAsync(
            organisation, accountNumber, null, DebtMarkKind.Promise, by, amountMinor, source, madeBy, cancel);
    }

    /// <summary>The debtor does not agree with the debt; holds until somebody has looked and ends it.</summary>
    public Task<Guid?> DisputeAsync(
        string organisation, string accountNumber, string source, string madeBy, CancellationToken cancel) =>
        AddAsync(organisation, accountNumber, null, DebtMarkKind.Dispute, null, null, source, madeBy, cancel);

    /// <summary>
    /// This phone is not called about debts any more, whatever the account. Emergency news still reach it.
    /// </summary>
    public Task<Guid?> OptOutAsync(
        string organisation, string phone, string source, string madeBy, CancellationToken cancel) =>
        AddAsync(organisation, null, phone, DebtMarkKind.OptOut, null, null, source, madeBy, cancel);

    /// <summary>Who answers this phone has nothing to do with this account.</summary>
    public Task<Guid?> WrongPersonAsync(
        string organisation, string accountNumber, string phone, string source, string madeBy,
        CancellationToken cancel) =>
        AddAsync(organisation, accountNumber, phone, DebtMarkKind.WrongPerson, null, null, source, madeBy, cancel);

    /// <summary>Any mark; the first day it holds is today.</summary>
    /// <returns>Its id, or null when the account is not known.</returns>
    /// <exception cref="ArgumentException">The phone is no phone number, or a promise has no day ahead.</exception>
    public async Task<Guid?> AddAsync(
        string organisation, string? accountNumber, string? phone, DebtMarkKind kind, DateOnly? until,
        long? promisedMinor, string source, string madeBy, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(madeBy);
        var zone = await db.Organisations.Where(o => o.Code == organisation).Select(o => o.TimeZone)
            .SingleOrDefaultAsync(cancel);
        var account = accountNumber is null
            ? null
            : await db.Accounts.Where(a => a.Organisation == organisation && a.Number == accountNumber)
                .Select(a => (Guid?)a.Id).SingleOrDefaultAsync(cancel);
        if (zone is null || (accountNumber is not null && account is null))
        {
            return null;
        }

        var number = phone is null
            ? null
            : PhoneNumber.TryParse(phone)?.E164 ?? throw new ArgumentException("Not a phone number", nameof(phone));
        var now = Microseconds.Truncate(time.GetUtcNow());
        var today = LocalCalendar.Day(now, zone);
        if (until < today || (kind == DebtMarkKind.Promise && until is null))
        {
            throw new ArgumentException("The day has passed, or is missing", nameof(until));
        }

        var id = Guid.CreateVersion7(now);
        await db.Database.ExecuteSqlAsync($"""
            insert into billing.debt_marks (id, organisation, account_id, phone, kind, since, until, promised_minor,
                source, made_by, made_at)
            values ({id}, {organisation}, {account}, {number}, {CamelCase.Name(kind)}, {today}, {until},
                {promisedMinor}, {source}, {madeBy}, {now})
            """, cancel);
        return id;
    }

    /// <summary>False when it is unknown or ended already.</summary>
    public async Task<bool> EndAsync(Guid id, string by, CancellationToken cancel) =>
        await db.Database.ExecuteSqlAsync($"""
            update billing.debt_marks set ended_at = {Microseconds.Truncate(time.GetUtcNow())}, ended_by = {by}
            where id = {id} and ended_at is null
            """, cancel) == 1;

    /// <summary>All marks of an account and of its phones, newest first; ended ones too.</summary>
    public async Task<IReadOnlyList<DebtMark>> OfAccountAsync(
        string organisation, string accountNumber, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQuery<Row>($"""
            select m.id as "Id", m.organisation as "Organisation", b.number as "AccountNumber", m.phone as "Phone",
                m.kind as "Kind", m.since as "Since", m.until as "Until", m.promised_minor as "PromisedMinor",
                m.source as "Source", m.made_by as "MadeBy", m.made_at as "MadeAt", m.ended_at as "EndedAt",
                m.ended_by as "EndedBy"
            from billing.debt_marks m left join billing.accounts b on b.id = m.account_id
            where m.organisation = {organisation} and (b.number = {accountNumber} or (m.account_id is null
                and m.phone in (select f.phone from billing.person_phones f
                    join billing.accounts a on a.id = f.account_id
                    where a.organisation = {organisation} and a.number = {accountNumber})))
            order by m.made_at desc, m.id desc
            """).ToListAsync(cancel);
        return [.. rows.Select(r => new DebtMark(r.Id, r.Organisation, r.AccountNumber, r.Phone,
            CamelCase.Value<DebtMarkKind>(r.Kind), r.Since, r.Until, r.PromisedMinor, r.Source, r.MadeBy, r.MadeAt,
            r.EndedAt, r.EndedBy))];
    }

    private Task EndActiveAsync(
        string organisation, string accountNumber, DebtMarkKind kind, string by, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"""
            update billing.debt_marks m set ended_at = {Microseconds.Truncate(time.GetUtcNow())}, ended_by = {by}
            from billing.accounts a
            where a.organisation = {organisation} and a.number = {accountNumber} and m.account_id = a.id
                and m.kind = {CamelCase.Name(kind)} and m.ended_at is null
            """, cancel);

    private sealed record Row(
        Guid Id, string Organisation, string? AccountNumber, string? Phone, string Kind, DateOnly Since,
        DateOnly? Until, long? PromisedMinor, string Source, string MadeBy, DateTimeOffset MadeAt,
        DateTimeOffset? EndedAt, string? EndedBy);
}
