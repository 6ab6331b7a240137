namespace Zhkh.Dispatch;

/// <summary>A one-time link to an order. Of its token and of the browser's secret only the SHA-256 are kept.</summary>
public sealed class CrewLink
{
    public required byte[] TokenHash { get; init; }

    public required Guid AssignmentId { get; init; }

    public required string Organisation { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The browser that opened it first; null = nobody has.</summary>
    public byte[]? BrowserHash { get; set; }

    public DateTimeOffset? BoundAt { get; set; }
}

/// <summary>How the opening of a link went.</summary>
public enum LinkVerdict
{
    Opened,

    /// <summary>No such link; nothing else is said about it.</summary>
    Unknown,

    /// <summary>Another browser opened it first.</summary>
    Taken,

    /// <summary>The order is in other hands or over.</summary>
    Ended,
}

/// <summary>The answer to the opening of a link.</summary>
/// <param name="AssignmentId">Also of an ended one, when it was this browser's: what it says is kept.</param>
public sealed record LinkOpening(LinkVerdict Verdict, Guid? AssignmentId, string? CrewName);
