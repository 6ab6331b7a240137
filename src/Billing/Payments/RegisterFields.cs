using System.Globalization;

namespace Zhkh.Billing;

/// <summary>The fields of one row by their names in the profile.</summary>
internal readonly struct RegisterFields(
    List<string> fields, Dictionary<string, int> columns, RegisterProfile profile)
{
    private const int FirstYear = 1991;
    private const int LastYear = 2199;

    /// <summary>Without these a row is no payment.</summary>
    public static IReadOnlyList<string> Needed { get; } = ["date", "operationId", "account", "amount"];

    public bool Has(string field) => columns.TryGetValue(field, out var index) && index < fields.Count;

    /// <summary>Trimmed and cut; null when there is nothing.</summary>
    public string? Text(string field, int charactersMax)
    {
        var text = Has(field) ? fields[columns[field]].Trim() : "";
        return text.Length == 0 ? null : text.Length <= charactersMax ? text : text[..charactersMax];
    }

    /// <summary>Banks print spaces and dashes into account numbers; ours have none.</summary>
    public string? AccountNumber()
    {
        var number = string.Concat((Text("account", RegisterLimits.AccountCharactersMax) ?? "")
            .Where(c => !char.IsWhiteSpace(c) && c != '-'));
        return number.Length == 0 ? null : number;
    }

    /// <summary>Minor units with the sign of the profile; null also when it is beyond belief.</summary>
    public long? Amount(string field, long max = RegisterLimits.AmountMax) =>
        Has(field) && AmountText.ToMinor(fields[columns[field]], profile.DecimalMark) is { } minor
            && minor >= -max && minor <= max
            ? minor * profile.Sign
            : null;

    public long? Whole(string field) =>
        Has(field) && long.TryParse(fields[columns[field]].AsSpan().Trim(), NumberStyles.None,
            CultureInfo.InvariantCulture, out var whole)
            ? whole
            : null;

    /// <summary>The day on the organisation's calendar, and the instant; midnight when no time is given.</summary>
    public (DateOnly? Day, DateTimeOffset? At) When(TimeZoneInfo zone)
    {
        if (!Has("date") || !DateOnly.TryParseExact(fields[columns["date"]].AsSpan().Trim(), profile.DateFormats,
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || day.Year is < FirstYear or > LastYear)
        {
            return (null, null);
        }

        var clock = TimeOnly.MinValue;
        if (Has("time") && fields[columns["time"]].AsSpan().Trim() is { IsEmpty: false } time
            && !TimeOnly.TryParseExact(time, profile.TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None,
                out clock))
        {
            return (null, null);
        }

        var local = day.ToDateTime(clock);
        return (day, new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime());
    }
}
