using System.Globalization;

namespace Zhkh.Dispatch;

/// <summary>The words of a letter, in the language of the organisation's law. Pure.</summary>
/// <param name="Missing">What the letter could not say, by its name in the API.</param>
internal sealed record LetterText(string Title, string Body, IReadOnlyList<string> Missing)
{
    private const int AddressesMax = 100;

    public static LetterText Of(LetterMatter matter, LetterOccasion occasion, DateTimeOffset now)
    {
        var words = LetterWords.Of(matter.Profile.Jurisdiction);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(matter.Profile.TimeZone);
        string Time(DateTimeOffset at) =>
            TimeZoneInfo.ConvertTime(at, zone).ToString("dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture);

        var until = matter.PlannedUntil;
        var measures = words.Measures(matter);
        var responsible = matter.Municipality.Responsible;
        List<string> missing =
        [
            .. matter.Municipality.Recipients.Count == 0 ? ["recipients"] : Array.Empty<string>(),
            .. matter.Addresses.Count == 0 ? ["address"] : Array.Empty<string>(),
            .. until is null ? ["plannedUntil"] : Array.Empty<string>(),
            .. measures is null ? ["measures"] : Array.Empty<string>(),
            .. responsible is null ? ["responsible"] : Array.Empty<string>(),
        ];
        var number = matter.Number.ToString(CultureInfo.InvariantCulture);
        var over = matter.OverAt ?? now;
        List<string> lines =
        [
            words.Opening(occasion),
            "",
            $"{words.Number}: {number}",
            $"{words.Address}: {Addresses(matter, words)}",
            $"{words.Nature}: {words.NatureOf(matter)}",
            $"{words.Started}: {Time(matter.StartedAt)}",
            occasion == LetterOccasion.Closed
                ? $"{words.Ended}: {Time(over)}"
                : $"{words.PlannedUntil}: {(until is { } at ? Time(at) : words.BeingClarified)}",
            .. occasion == LetterOccasion.TermChanged && matter.Reason is { Length: > 0 } reason
                ? [$"{words.Reason}: {reason}"] : Array.Empty<string>(),
            $"{words.MeasuresTaken}: {measures ?? words.BeingClarified}",
            $"{words.Responsible}: {responsible ?? words.BeingClarified}",
        ];
        return new LetterText(
            words.Title(occasion, number, matter.Addresses), string.Join('\n', lines) + '\n', missing);
    }

    private static string Addresses(LetterMatter matter, LetterWords words) => matter.Addresses.Count switch
    {
        0 => words.BeingClarified,
        <= AddressesMax => string.Join("; ", matter.Addresses),
        var count => string.Join("; ", matter.Addresses.Take(AddressesMax))
            + string.Create(CultureInfo.InvariantCulture, $" (+{count - AddressesMax})"),
    };
}
