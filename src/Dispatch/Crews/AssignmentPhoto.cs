namespace Zhkh.Dispatch;

/// <summary>A photo of the work; the picture lies in the photo store under its SHA-256.</summary>
public sealed class AssignmentPhoto
{
    public required Guid Id { get; init; }

    public required Guid AssignmentId { get; init; }

    public required Guid TicketId { get; init; }

    public required string Organisation { get; init; }

    public required PhotoKind Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Of the kept file, in lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>jpeg or png.</summary>
    public required string Format { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int Bytes { get; init; }
}

/// <summary>Which side of the work a photo shows.</summary>
public enum PhotoKind
{
    Before,
    After,
}
