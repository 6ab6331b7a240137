using Zhkh.Web.Storage;

namespace Zhkh.Web.Outward;

/// <summary>Takes messages for the outside, inside the unit of work: they leave if and only if that commits.</summary>
internal sealed class OutwardQueue(DatabaseSession session, OutwardSignal signal, TimeProvider time)
{
    /// <summary>Queues a message; false when its key is there already.</summary>
    public async Task<bool> AddAsync(OutwardMessage message, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var command = session.Command("""
            insert into web.outward_messages (id, key, organisation, channel, recipient, title, text, subject,
                is_urgent, queued_at, not_before)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) on conflict (organisation, key) do nothing
            """,
            Guid.CreateVersion7(now), message.Key, message.Organisation,
            OutwardBook.NameOf(message.Channel), message.Recipient, message.Title, message.Text,
            message.Subject, message.IsUrgent, now);
        if (await command.ExecuteNonQueryAsync(cancel) == 0)
        {
            return false;
        }

        session.AfterCommit(() => signal.Wake(message.Channel));
        return true;
    }
}
