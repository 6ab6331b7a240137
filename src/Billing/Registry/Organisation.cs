namespace Zhkh.Billing;

/// <summary>A management company, supplier or association served by this installation.</summary>
public sealed class Organisation
{
    /// <summary>The key carried by every row, e.g. <c>privolsk</c>.</summary>
    public required string Code { get; init; }

    public required string NameRu { get; init; }

    public required string NameUk { get; init; }

    public required OrganisationKind Kind { get; init; }

    /// <summary>Whose law counts its clocks and rates: RU or UA.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>ISO 4217; every posting of the organisation is in it.</summary>
    public required string Currency { get; init; }

    /// <summary>ru or uk: what is spoken and printed unless a person chose otherwise.</summary>
    public required string Language { get; init; }

    /// <summary>IANA zone of its houses, e.g. Europe/Kyiv.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The day on the organisation's wall calendar.</summary>
    public DateOnly LocalDay(DateTimeOffset at) => LocalCalendar.Day(at, TimeZone);
}

/// <summary>What an organisation is (DOMAIN §9).</summary>
public enum OrganisationKind
{
    Manager,
    HomeownersAssociation,
    Supplier,
    HousingOffice,
}
