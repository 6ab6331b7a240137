using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>
/// The only writer of money. Inserts a posting with its entries inside the host's transaction; the database checks
/// once more at commit that they add up.
/// </summary>
public sealed class Ledger(BillingDb db, TimeProvider time)
{
    public async Task<PostingOutcome> PostAsync(PostingRequest request, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(request.Key);
        ArgumentException.ThrowIfNullOrWhiteSpace(request.Reason);
        if (request.Kind == PostingKind.Reversal)
        {
            return Refused(PostingVerdict.NotReversible);
        }

        return await WriteAsync(request, null, cancel);
    }

    /// <summary>Takes a posting back by its mirror image; both stay visible. Once only.</summary>
    public async Task<PostingOutcome> ReverseAsync(
        Guid postingId, string reason, string key, string by, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var original = await db.Database.SqlQuery<Original>($"""
            select organisation as "Organisation", kind as "Kind", currency as "Currency"
            from billing.postings where id = {postingId}
            """).SingleOrDefaultAsync(cancel);
        if (original is null || original.Kind == CamelCase.Name(PostingKind.Reversal))
        {
            return Refused(original is null ? PostingVerdict.Unknown : PostingVerdict.NotReversible);
        }

        var lines = await db.Database.SqlQuery<OriginalLine>($"""
            select book as "Book", account_id as "AccountId", service as "Service", amount_minor as "AmountMinor"
            from billing.entries where posting_id = {postingId} order by id
            """).ToListAsync(cancel);
        var mirror = new PostingRequest(original.Organisation, PostingKind.Reversal, null, reason, key, by,
            [.. lines.Select(l => l.Mirror(original.Currency))]);
        return await WriteAsync(mirror, postingId, cancel);
    }

    private async Task<PostingOutcome> WriteAsync(PostingRequest request, Guid? reverses, CancellationToken cancel)
    {
        var organisation = await db.Organisations.AsNoTracking()
            .SingleOrDefaultAsync(o => o.Code == request.Organisation, cancel);
        if (organisation is null)
        {
            return Refused(PostingVerdict.Unknown);
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        var today = organisation.LocalDay(now);
        if (await ObjectionAsync(request, organisation, today, cancel) is { } objection)
        {
            return Refused(objection);
        }

        var day = await OpenDayAsync(request.Organisation, request.EffectiveOn ?? today, cancel);
        var receipt = new PostingReceipt(Guid.CreateVersion7(now), day, now, reverses);
        var hash = request.InputHash();
        // A second request under the same key, or a second reversal, waits here for the first one's commit.
        var inserted = await db.Database.ExecuteSqlAsync($"""
            insert into billing.postings (id, organisation, kind, effective_on, posted_at, posted_by, reason,
                currency, idempotency_key, input_hash, reverses)
            values ({receipt.Id}, {request.Organisation}, {CamelCase.Name(request.Kind)}, {receipt.EffectiveOn},
                {receipt.PostedAt}, {request.By}, {request.Reason}, {organisation.Currency}, {request.Key}, {hash},
                {reverses})
            on conflict do nothing
            """, cancel);
        if (inserted == 0)
        {
            return await EarlierAsync(request, hash, reverses, cancel);
        }

        await InsertEntriesAsync(request, receipt.Id, cancel);
        return new PostingOutcome(PostingVerdict.Posted, receipt);
    }

    /// <summary>
    /// The day itself, or the first day of the first open month when its own is closed. Holds the books until commit:
    /// whoever closes waits for this posting, or this posting for him.
    /// </summary>
    private async Task<DateOnly> OpenDayAsync(string organisation, DateOnly day, CancellationToken cancel)
    {
        var closed = await db.Database.SqlQuery<DateOnly?>(
            $"""select billing.hold_books({organisation}) as "Value" """).SingleAsync(cancel);
        return day <= closed ? closed.Value.AddDays(1) : day;
    }

    private async Task<PostingVerdict?> ObjectionAsync(
        PostingRequest request, Organisation organisation, DateOnly today, CancellationToken cancel)
    {
        if (request.Lines.Any(l => l.Amount.Currency != organisation.Currency))
        {
            return PostingVerdict.WrongCurrency;
        }

        var sum = request.Lines.Aggregate(Int128.Zero, (total, line) => total + line.Amount.Minor);
        if (sum != 0 || request.Lines.Count is < 2 or > PostingRequest.LinesMax
            || request.Lines.Any(l => l.Amount.Minor is 0 or long.MinValue))
        {
            return PostingVerdict.Unbalanced;
        }

        if (request.EffectiveOn > today)
        {
            return PostingVerdict.FutureDay;
        }

        Guid[] accounts = [.. request.Lines.Select(l => l.AccountId).OfType<Guid>().Distinct()];
        var known = await db.Accounts.CountAsync(
            a => accounts.Contains(a.Id) && a.Organisation == organisation.Code, cancel);
        return known == accounts.Length ? null : PostingVerdict.Unknown;
    }

    private async Task InsertEntriesAsync(PostingRequest request, Guid postingId, CancellationToken cancel)
    {
        string[] books = [.. request.Lines.Select(l => CamelCase.Name(l.Book))];
        Guid?[] accounts = [.. request.Lines.Select(l => l.AccountId)];
        string?[] services = [.. request.Lines.Select(l => l.Service is { } s ? CamelCase.Name(s) : null)];
        long[] amounts = [.. request.Lines.Select(l => l.Amount.Minor)];
        await db.Database.ExecuteSqlAsync($"""
            insert into billing.entries (posting_id, organisation, book, account_id, service, amount_minor)
            select {postingId}, {request.Organisation}, l.book, l.account_id, l.service, l.amount_minor
            from unnest({books}, {accounts}, {services}, {amounts}) as l(book, account_id, service, amount_minor)
            """, cancel);
    }

    private async Task<PostingOutcome> EarlierAsync(
        PostingRequest request, byte[] hash, Guid? reverses, CancellationToken cancel)
    {
        var earlier = await db.Database.SqlQuery<Earlier>($"""
            select id as "Id", effective_on as "EffectiveOn", posted_at as "PostedAt", reverses as "Reverses",
                input_hash as "InputHash", idempotency_key as "Key"
            from billing.postings
            where organisation = {request.Organisation}
                and (idempotency_key = {request.Key} or reverses = {reverses})
            """).ToListAsync(cancel);
        var sameKey = earlier.SingleOrDefault(e => e.Key == request.Key);
        var found = sameKey ?? earlier.First();
        var verdict = sameKey is null ? PostingVerdict.AlreadyReversed
            : sameKey.InputHash.AsSpan().SequenceEqual(hash) && sameKey.Reverses == reverses
                ? PostingVerdict.Repeated
                : PostingVerdict.KeyReused;
        var receipt = new PostingReceipt(found.Id, found.EffectiveOn, found.PostedAt, found.Reverses);
        return new PostingOutcome(verdict, verdict == PostingVerdict.KeyReused ? null : receipt);
    }

    private static PostingOutcome Refused(PostingVerdict verdict) => new(verdict, null);

    private sealed record Original(string Organisation, string Kind, string Currency);

    private sealed record OriginalLine(string Book, Guid? AccountId, string? Service, long AmountMinor)
    {
        public EntryLine Mirror(string currency) => new(
            CamelCase.Value<Book>(Book), AccountId, Service is null ? null : CamelCase.Value<Service>(Service),
            -new Money(AmountMinor, currency));
    }

    private sealed record Earlier(
        Guid Id, DateOnly EffectiveOn, DateTimeOffset PostedAt, Guid? Reverses, byte[] InputHash, string Key);
}
