namespace Zhkh.Dispatch;

/// <summary>Whose law counts an organisation's clocks, and on which wall.</summary>
public sealed class OrganisationProfile
{
    public required string Organisation { get; init; }

    /// <summary>RU or UA.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>IANA zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>In which language its people and its crews are spoken to: ru or uk.</summary>
    internal string Language => Jurisdiction == "UA" ? "uk" : "ru";
}
