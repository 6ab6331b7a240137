using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Takes messages in, and closes them when a person has listened.</summary>
public sealed class Messages(DispatchDb db, Rulebook rulebook, TimeProvider time)
{
    public const int NoteLengthMax = 500;

    /// <summary>The same message may be told any number of times.</summary>
    public async Task TakeAsync(LeftMessage left, CancellationToken cancel)
    {
        if (await db.Messages.AnyAsync(m => m.CallId == left.CallId, cancel))
        {
            return;
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        var leftAt = Microseconds.Truncate(left.LeftAt);
        var profile = await rulebook.ProfileAsync(left.Organisation, cancel);
        var seconds = await rulebook.NumberAsync("message.review", profile, leftAt, cancel);
        var message = new VoiceMessage
        {
            Id = Guid.CreateVersion7(now),
            Organisation = left.Organisation,
            CallId = left.CallId,
            RecordingId = left.RecordingId,
            Queue = left.Queue,
            Phone = left.Phone,
            AccountNumber = left.AccountNumber,
            ArrivedAt = Microseconds.Truncate(left.ArrivedAt),
            LeftAt = leftAt,
            DueAt = leftAt + TimeSpan.FromSeconds(seconds),
            Seconds = left.Seconds,
        };
        message.Clock();
        db.Messages.Add(message);
        Tell(message, now);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Somebody plays it. Null when the asker knows no such message.</summary>
    /// <returns>The recording.</returns>
    public async Task<Guid?> HeardAsync(Guid id, string by, CancellationToken cancel)
    {
        if (await LockAsync(id, cancel) is not { } message)
        {
            return null;
        }

        if (message.HeardAt is null)
        {
            var now = Microseconds.Truncate(time.GetUtcNow());
            message.Heard(by, now);
            Tell(message, now);
            await db.SaveChangesAsync(cancel);
        }

        return message.RecordingId;
    }

    /// <summary>A person has listened and knows what to do; of two who say so the first one counts.</summary>
    public async Task<ReviewVerdict> ReviewAsync(Guid id, string by, string note, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(note.Length, NoteLengthMax);
        var message = await LockAsync(id, cancel);
        if (message is null)
        {
            return ReviewVerdict.Unknown;
        }

        if (message.HeardAt is null)
        {
            return ReviewVerdict.NotHeard;
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        if (!message.Move(MessageMove.Review, by, note, now))
        {
            return ReviewVerdict.AlreadyDone;
        }

        Tell(message, now);
        await db.SaveChangesAsync(cancel);
        return ReviewVerdict.Done;
    }

    private void Tell(VoiceMessage message, DateTimeOffset now) => Outbox.Tell(
        db, message.Organisation, new MessageChanged(message.Id, message.Organisation, message.Status, now), now);

    private Task<VoiceMessage?> LockAsync(Guid id, CancellationToken cancel) => db.Messages
        .FromSql($"select *, xmin from dispatch.messages where id = {id} for update").SingleOrDefaultAsync(cancel);
}
