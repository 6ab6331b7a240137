namespace Zhkh.Pbx.Queues;

/// <summary>Where a caller goes whom nobody took.</summary>
public enum OverflowKind
{
    /// <summary>«Перезвоним до …»: a callback with the law's clock.</summary>
    Callback,
    Voicemail,
    Queue,
}

/// <summary>One step of the way out of a queue.</summary>
/// <param name="Code">Of the other queue; null for the other kinds.</param>
public sealed record OverflowStep(OverflowKind Kind, string? Code = null)
{
    public const int StepsMax = 5;

    private const string QueuePrefix = "queue:";

    public static OverflowStep Callback { get; } = new(OverflowKind.Callback);

    public static OverflowStep Voicemail { get; } = new(OverflowKind.Voicemail);

    public static OverflowStep ToQueue(string code) => new(OverflowKind.Queue, code);

    /// <summary><c>callback</c>, <c>voicemail</c>, <c>queue:code</c>; null when it is none of them.</summary>
    public static OverflowStep? TryParse(string text) => text switch
    {
        "callback" => Callback,
        "voicemail" => Voicemail,
        _ when text.StartsWith(QueuePrefix, StringComparison.Ordinal) && text.Length > QueuePrefix.Length =>
            ToQueue(text[QueuePrefix.Length..]),
        _ => null,
    };

    public override string ToString() => Kind switch
    {
        OverflowKind.Callback => "callback",
        OverflowKind.Voicemail => "voicemail",
        OverflowKind.Queue => QueuePrefix + Code,
    };
}
