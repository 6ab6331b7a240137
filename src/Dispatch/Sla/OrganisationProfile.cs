namespace Zhkh.Dispatch;

/// <summary>Whose law counts an organisation's clocks, and on which wall.</summary>
public sealed class OrganisationProfile
{
    public required string Organisation { get; init; }

    /// <summary>RU or UA.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>IANA zone.</summary>
    public required string TimeZone { get; init; }
}
