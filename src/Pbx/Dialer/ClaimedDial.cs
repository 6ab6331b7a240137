namespace Zhkh.Pbx.Dialer;

/// <summary>Where orders are taken from: one kind outside campaigns, or one running campaign.</summary>
public readonly record struct DialSource(DialKind Kind, Guid? CampaignId);

/// <summary>An order as it lies in the table.</summary>
internal sealed record OpenOrder(
    Guid Id, string Organisation, DialKind Kind, string Phone, string? AccountNumber, string Payload,
    DateTimeOffset ExpiresAt, int Tries, int TriesMax, string? Tag, Guid? CampaignId, DialHours? Own,
    DateTimeOffset SelectedAt);

/// <summary>
/// An order that is written down as being dialled: <see cref="CallId"/> is its fence, nobody else may report on it.
/// </summary>
/// <param name="Attempt">This try's number, from 1.</param>
public sealed record ClaimedDial(
    Guid OrderId, Guid CallId, string Organisation, DialKind Kind, string Phone, string? AccountNumber, string Payload,
    int Attempt, int TriesMax, string? Tag, Guid? CampaignId, string Jurisdiction, string TimeZone);

/// <summary>What taking an order came to.</summary>
public abstract record ClaimAnswer
{
    private ClaimAnswer()
    {
    }

    /// <summary>Nothing is due.</summary>
    public sealed record Nothing : ClaimAnswer;

    /// <summary>One was put off or ended without a call; there may be more.</summary>
    public sealed record PutAside : ClaimAnswer;

    /// <summary>Committed: dial it now.</summary>
    public sealed record Dial(ClaimedDial Order) : ClaimAnswer;
}
