namespace Zhkh.Dispatch;

/// <summary>What a caller left after the signal, and the clock of its review (ПП РФ 416 п. 13).</summary>
public sealed class VoiceMessage
{
    /// <summary>Sound for every free dispatcher so long before the clock ends.</summary>
    internal static readonly TimeSpan AlarmBefore = TimeSpan.FromMinutes(1);

    public required Guid Id { get; init; }

    public required string Organisation { get; init; }

    public required Guid CallId { get; init; }

    public required Guid RecordingId { get; init; }

    /// <summary>The line nobody came to.</summary>
    public required string Queue { get; init; }

    /// <summary>E.164; null when the number was withheld.</summary>
    public string? Phone { get; init; }

    public string? AccountNumber { get; init; }

    public required DateTimeOffset ArrivedAt { get; init; }

    public required DateTimeOffset LeftAt { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public required int Seconds { get; init; }

    public MessageStatus Status { get; private set; } = MessageStatus.Due;

    public DateTimeOffset? HeardAt { get; private set; }

    /// <summary>Who listened first.</summary>
    public string? HeardBy { get; private set; }

    public DateTimeOffset? ReviewedAt { get; private set; }

    public string? ReviewedBy { get; private set; }

    public string Note { get; private set; } = "";

    public DateTimeOffset? BreachedAt { get; private set; }

    public bool IsMinuteTold { get; private set; }

    internal DateTimeOffset? WakeAt { get; private set; }

    internal uint Version { get; init; }

    internal void Heard(string by, DateTimeOffset at)
    {
        HeardAt ??= at;
        HeardBy ??= by;
    }

    /// <summary>Takes a step of the table; false = refused, nothing changed.</summary>
    internal bool Move(MessageMove move, string by, string note, DateTimeOffset at)
    {
        if (MessageLifecycle.Next(Status, move) is not { } next)
        {
            return false;
        }

        Status = next;
        switch (move)
        {
            case MessageMove.DuePassed:
                BreachedAt = at;
                break;
            case MessageMove.Review:
                (ReviewedAt, ReviewedBy, Note) = (at, by, note);
                break;
        }

        Clock();
        return true;
    }

    internal void MinuteTold()
    {
        IsMinuteTold = true;
        Clock();
    }

    /// <summary>The next moment something has to sound; null = nothing until somebody listens.</summary>
    internal void Clock() =>
        WakeAt = Status != MessageStatus.Due ? null : IsMinuteTold ? DueAt : DueAt - AlarmBefore;
}
