using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>Accounts for people at a screen: cards, and phones remembered for an account.</summary>
public sealed class Accounts(BillingDb db, TimeProvider time)
{
    private const int CardsMax = 9;

    /// <summary>The cards of the accounts on record for a phone, by number.</summary>
    public async Task<IReadOnlyList<AccountCard>> CardsByPhoneAsync(string phone, CancellationToken cancel) =>
        await CardsAsync(
            db.Accounts.Where(a => db.PersonPhones.Any(f => f.Phone == phone && f.AccountId == a.Id)), cancel);

    /// <summary>The card of an account, or null: unknown, or kept by several organisations the asker sees.</summary>
    public async Task<AccountCard?> CardAsync(string number, CancellationToken cancel)
    {
        var cards = await CardsAsync(db.Accounts.Where(a => a.Number == number), cancel);
        return cards.Count == 1 ? cards[0] : null;
    }

    /// <summary>
    /// Links a phone to an account («запомнить номер за кв. 30»). True when it was not known before; linking twice
    /// changes nothing.
    /// </summary>
    /// <exception cref="ArgumentException">The phone is no phone number, or the account is unknown.</exception>
    public async Task<bool> RememberPhoneAsync(
        string accountNumber, string typedPhone, PhoneSource source, CancellationToken cancel)
    {
        var phone = PhoneNumber.TryParse(typedPhone)
            ?? throw new ArgumentException("Not a phone number", nameof(typedPhone));
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.Number == accountNumber, cancel)
            ?? throw new ArgumentException($"No account {accountNumber}", nameof(accountNumber));
        return await db.Database.ExecuteSqlAsync($"""
            insert into billing.person_phones (account_id, phone, organisation, source, since)
            values ({account.Id}, {phone.E164}, {account.Organisation}, {CamelCase.Name(source)}, {time.GetUtcNow()})
            on conflict do nothing
            """, cancel) == 1;
    }

    private async Task<IReadOnlyList<AccountCard>> CardsAsync(IQueryable<Account> which, CancellationToken cancel)
    {
        var heads = await (
            from a in which.AsNoTracking().Where(a => a.ClosedOn == null).OrderBy(a => a.Number).Take(CardsMax)
            join o in db.Organisations on a.Organisation equals o.Code
            join p in db.Premises on a.PremiseId equals p.Id
            join h in db.Houses on p.HouseId equals h.Id
            orderby a.Number
            select new { a.Id, a.Number, Organisation = o, Premise = p, House = h }).ToListAsync(cancel);
        Guid[] ids = [.. heads.Select(h => h.Id)];
        Guid[] premises = [.. heads.Select(h => h.Premise.Id)];
        var people = await (
            from o in db.Occupancies.AsNoTracking()
            where premises.Contains(o.PremiseId) && o.Until == null
            join n in db.People on o.PersonId equals n.Id
            select new { o.PremiseId, o.Kind, n.Surname, n.GivenName, n.Patronymic, n.Id }).ToListAsync(cancel);
        var phones = await db.PersonPhones.AsNoTracking().Where(f => ids.Contains(f.AccountId))
            .OrderBy(f => f.Phone).Select(f => new { f.AccountId, f.Phone }).ToListAsync(cancel);
        var services = await db.Balances.AsNoTracking().Where(b => ids.Contains(b.AccountId))
            .OrderBy(b => b.Service).ToListAsync(cancel);
        var meters = await CardMetersAsync(ids, cancel);
        var charges = await MonthChargesAsync(ids, cancel);
        var now = time.GetUtcNow();
        return [.. heads.Select(h =>
        {
            var today = h.Organisation.LocalDay(now);
            var balances = services.Where(s => s.AccountId == h.Id)
                .Select(s => new ServiceBalance(s.Service, s.AmountMinor)).ToArray();
            var total = balances.Sum(b => b.Balance);
            var person = people.Where(p => p.PremiseId == h.Premise.Id).OrderBy(p => p.Kind).ThenBy(p => p.Id)
                .Select(p => new CardPerson(string.Join(' ', ((string?[])[p.Surname, p.GivenName, p.Patronymic])
                    .Where(w => w is not null)), p.Kind)).FirstOrDefault();
            return new AccountCard(h.Number, h.Organisation.Code,
                AddressText.Of(h.House.Street, h.House.Number, h.Premise.Flat), h.Premise.Entrance, h.Premise.Floor,
                person, total, h.Organisation.Currency,
                DebtAge.Months(total, charges.Where(c => c.AccountId == h.Id).Select(c => c.AmountMinor)),
                [.. phones.Where(f => f.AccountId == h.Id).Select(f => f.Phone)],
                [.. meters.Where(m => m.AccountId == h.Id).Select(m => m.ToCard(today))], balances);
        })];
    }

    private Task<List<MeterRow>> CardMetersAsync(Guid[] ids, CancellationToken cancel) =>
        db.Database.SqlQuery<MeterRow>($"""
            select m.account_id as "AccountId", m.id as "Id", m.service as "Service", m.serial as "Number",
                m.unit as "Unit", r.value as "Previous", r.taken_on as "PreviousAt",
                m.next_verification_on as "VerificationDue"
            from billing.meters m
            left join lateral (select value, taken_on from billing.readings
                where meter_id = m.id and status <> 'suspicious' order by at desc, id desc limit 1) r on true
            where m.account_id = any ({ids}) and m.archived_on is null
            order by m.service, m.serial
            """).ToListAsync(cancel);

    private Task<List<MonthCharge>> MonthChargesAsync(Guid[] ids, CancellationToken cancel) =>
        db.Database.SqlQuery<MonthCharge>($"""
            select e.account_id as "AccountId", sum(e.amount_minor)::bigint as "AmountMinor"
            from billing.entries e join billing.postings p on p.id = e.posting_id
            where e.account_id = any ({ids}) and p.kind = 'charge'
            group by e.account_id, date_trunc('month', p.effective_on)
            order by e.account_id, date_trunc('month', p.effective_on) desc
            """).ToListAsync(cancel);

    private sealed record MonthCharge(Guid AccountId, long AmountMinor);

    private sealed record MeterRow(
        Guid AccountId, Guid Id, string Service, string Number, string Unit, decimal? Previous, DateOnly? PreviousAt,
        DateOnly? VerificationDue)
    {
        public CardMeter ToCard(DateOnly today) => new(
            Id, CamelCase.Value<Service>(Service), Number, Unit, Previous, PreviousAt, VerificationDue,
            VerificationDue < today);
    }
}
