using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Messages for people at screens; row guards keep the asker at home.</summary>
public sealed class MessageBoard(DispatchDb db)
{
    public const int PageMax = 200;

    /// <summary>
    /// Those that wait, the least time first; or those that are done, newest first, after one of them.
    /// </summary>
    public async Task<IReadOnlyList<MessageRow>> ListAsync(
        bool isOpen, Guid? after, int limit, CancellationToken cancel)
    {
        var messages = db.Messages.AsNoTracking();
        messages = isOpen
            ? messages.Where(m => m.Status != MessageStatus.Reviewed).OrderBy(m => m.DueAt).ThenBy(m => m.Id)
            : messages
                .Where(m => m.Status == MessageStatus.Reviewed && (after == null || m.Id.CompareTo(after.Value) < 0))
                .OrderByDescending(m => m.Id);
        return await Rows(messages.Take(Math.Clamp(limit, 1, PageMax))).ToListAsync(cancel);
    }

    public Task<MessageRow?> GetAsync(Guid id, CancellationToken cancel) =>
        Rows(db.Messages.AsNoTracking().Where(m => m.Id == id)).SingleOrDefaultAsync(cancel);

    private static IQueryable<MessageRow> Rows(IQueryable<VoiceMessage> messages) => messages.Select(m =>
        new MessageRow(m.Id, m.Organisation, m.CallId, m.RecordingId, m.Queue, m.Phone, m.AccountNumber, m.ArrivedAt,
            m.LeftAt, m.DueAt, m.Seconds, m.Status, m.HeardAt, m.HeardBy, m.ReviewedAt, m.ReviewedBy, m.Note,
            m.BreachedAt));
}
