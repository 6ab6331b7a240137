using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Reads of letters. Row guards keep the asker inside their organisations.</summary>
public sealed class LetterBoard(DispatchDb db)
{
    /// <summary>The letters of a ticket or an outage, the first one first.</summary>
    public async Task<IReadOnlyList<LetterRow>> OfSubjectAsync(Guid subjectId, CancellationToken cancel) =>
        await RowsAsync(await db.Letters.AsNoTracking().Where(l => l.SubjectId == subjectId)
            .OrderBy(l => l.Seq).ToListAsync(cancel), cancel);

    public async Task<LetterRow?> GetAsync(Guid id, CancellationToken cancel) =>
        (await RowsAsync(await db.Letters.AsNoTracking().Where(l => l.Id == id).ToListAsync(cancel), cancel))
        .SingleOrDefault();

    private async Task<IReadOnlyList<LetterRow>> RowsAsync(List<Letter> letters, CancellationToken cancel)
    {
        Guid[] ids = [.. letters.Select(l => l.Id)];
        if (ids.Length == 0)
        {
            return [];
        }

        var recipients = (await db.LetterRecipients.AsNoTracking().Where(r => ids.Contains(r.LetterId))
            .OrderBy(r => r.Address).ToListAsync(cancel)).ToLookup(r => r.LetterId);
        var deliveries = (await db.Database.SqlQuery<DeliveryRow>($"""
            select letter_id as "LetterId", address as "Address", at as "At", state as "State", reply as "Reply"
            from dispatch.letter_deliveries where letter_id = any ({ids}) order by at, id
            """).ToListAsync(cancel)).ToLookup(d => (d.LetterId, d.Address));
        return [.. letters.Select(l => new LetterRow(l.Id, l.Occasion, l.Title, l.Body, l.At, l.By,
            [.. recipients[l.Id].Select(r => new LetterRecipientRow(r.Address, r.State, r.Reply, r.At,
                [.. deliveries[(l.Id, r.Address)].Select(d => new LetterDeliveryRow(d.At, d.State, d.Reply))]))]))];
    }

    private sealed record DeliveryRow(Guid LetterId, string Address, DateTimeOffset At, string State, string? Reply);
}
