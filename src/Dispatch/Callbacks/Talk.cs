namespace Zhkh.Dispatch;

/// <summary>The latest talk with a phone.</summary>
public sealed class Talk
{
    public required string Organisation { get; init; }

    public required string Phone { get; init; }

    public required DateTimeOffset BeganAt { get; set; }

    public required Guid CallId { get; set; }
}
