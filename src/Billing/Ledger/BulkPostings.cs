using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>A posting decided upon, before it is written.</summary>
/// <param name="Reverses">The posting it is the mirror image of.</param>
internal sealed record PlannedPosting(Guid Id, PostingRequest Request, Guid? Reverses = null);

/// <summary>
/// Writes thousands of postings in three statements, in the caller's transaction. The caller has judged them: known
/// accounts, the organisation's currency, lines that add up; the database asks once more. A posting whose key, or whose
/// original, was used before is left out, and the answer says which were written.
/// </summary>
internal sealed class BulkPostings(BillingDb db)
{
    public async Task<IReadOnlySet<Guid>> WriteAsync(
        string organisation, string currency, DateTimeOffset now, IReadOnlyList<PlannedPosting> planned,
        CancellationToken cancel)
    {
        Guid[] ids = [.. planned.Select(p => p.Id)];
        string[] kinds = [.. planned.Select(p => CamelCase.Name(p.Request.Kind))];
        // The only place of the bulk path where a posting gets its day; the caller has asked PostingDays for it.
        DateOnly[] days = [.. planned.Select(p => p.Request.EffectiveOn
            ?? throw new ArgumentException("A bulk posting has a day", nameof(planned)))];
        string[] authors = [.. planned.Select(p => p.Request.By)];
        string[] reasons = [.. planned.Select(p => p.Request.Reason)];
        string[] keys = [.. planned.Select(p => p.Request.Key)];
        byte[][] hashes = [.. planned.Select(p => p.Request.InputHash())];
        Guid?[] reversed = [.. planned.Select(p => p.Reverses)];
        var written = await db.Database.SqlQuery<Guid>($"""
            insert into billing.postings (id, organisation, kind, effective_on, posted_at, posted_by, reason,
                currency, idempotency_key, input_hash, reverses)
            select p.id, {organisation}, p.kind, p.day, {now}, p.author, p.reason, {currency}, p.key, p.hash, p.reverses
            from unnest({ids}, {kinds}, {days}, {authors}, {reasons}, {keys}, {hashes}, {reversed})
                as p(id, kind, day, author, reason, key, hash, reverses)
            on conflict do nothing
            returning id as "Value"
            """).ToListAsync(cancel);
        var made = written.ToHashSet();
        await EntriesAsync(organisation, planned.Where(p => made.Contains(p.Id)), cancel);
        return made;
    }

    private async Task EntriesAsync(
        string organisation, IEnumerable<PlannedPosting> planned, CancellationToken cancel)
    {
        var lines = planned.SelectMany(p => p.Request.Lines.Select(line => (p.Id, Line: line))).ToList();
        Guid[] postings = [.. lines.Select(l => l.Id)];
        string[] books = [.. lines.Select(l => CamelCase.Name(l.Line.Book))];
        Guid?[] accounts = [.. lines.Select(l => l.Line.AccountId)];
        string?[] services = [.. lines.Select(l => l.Line.Service is { } s ? CamelCase.Name(s) : null)];
        long[] amounts = [.. lines.Select(l => l.Line.Amount.Minor)];
        await db.Database.ExecuteSqlAsync($"""
            insert into billing.entries (posting_id, organisation, book, account_id, service, amount_minor)
            select l.posting_id, {organisation}, l.book, l.account_id, l.service, l.amount_minor
            from unnest({postings}, {books}, {accounts}, {services}, {amounts})
                as l(posting_id, book, account_id, service, amount_minor)
            """, cancel);
    }
}
