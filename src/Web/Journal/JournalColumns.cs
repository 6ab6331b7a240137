using System.Text.Json;
using Zhkh.Dispatch;

namespace Zhkh.Web.Journal;

/// <summary>The legal columns (DOMAIN §1.3) in the order an inspector reads them.</summary>
/// <param name="Zone">Times are those of the organisation's wall.</param>
/// <param name="Root">Of links: scheme and host the file was asked at.</param>
internal sealed record JournalColumns(SheetTexts Texts, TimeZoneInfo Zone, string Root)
{
    private static readonly (string Key, int Width)[] Order =
    [
        ("number", 9), ("openedAt", 16), ("channel", 10), ("phone", 15), ("person", 28), ("address", 32),
        ("account", 12), ("receivedBy", 20), ("category", 20), ("emergency", 9), ("priority", 12), ("text", 50),
        ("status", 14), ("deadlines", 44), ("term", 14), ("plannedUntil", 16), ("toldBy", 20), ("toldAt", 16),
        ("crew", 18), ("assignedAt", 16), ("startedAt", 16), ("localisedAt", 16), ("doneAt", 16), ("closedAt", 16),
        ("result", 36), ("postponed", 36), ("municipalityAt", 16), ("municipality", 32), ("rating", 8),
        ("reopened", 9), ("recordings", 60),
    ];

    public IReadOnlyList<(string Heading, int Width)> Headings =>
        [.. Order.Select(c => (Texts.Get($"column.{c.Key}"), c.Width))];

    public IReadOnlyList<SheetCell> Cells(JournalRow row) =>
    [
        SheetCell.Of(row.Number), At(row.OpenedAt), Word("channel", row.Channel), SheetCell.Of(row.Phone),
        SheetCell.Of(row.Person), SheetCell.Of(row.Address), SheetCell.Of(row.AccountNumber),
        SheetCell.Of(row.ReceivedBy), Word("category", row.Category),
        SheetCell.Of(Texts.Get(row.IsEmergency ? "yes" : "no")), Name("priority", row.Priority),
        SheetCell.Of(row.Text), Name("status", row.Status),
        SheetCell.Of(string.Join("; ", row.Deadlines.Select(Deadline))), Name("term", row.Term),
        At(row.PlannedUntil), SheetCell.Of(row.ToldBy), At(row.ToldAt), SheetCell.Of(row.Crew), At(row.AssignedAt),
        At(row.StartedAt), At(row.LocalisedAt), At(row.DoneAt), At(row.ClosedAt), SheetCell.Of(row.Result),
        SheetCell.Of(string.Join("; ", row.Postponed)), At(row.MunicipalityAt),
        SheetCell.Of(string.Join(", ", row.Municipality)), SheetCell.Of(row.Rating), SheetCell.Of(row.Reopened),
        SheetCell.Of(string.Join(" ", row.RecordingIds.Select(id => $"{Root}/api/recordings/{id}.wav"))),
    ];

    private string Deadline(DeadlineRow deadline)
    {
        var due = TimeZoneInfo.ConvertTime(deadline.DueAt, Zone);
        var met = deadline.MetAt is { } at ? $"{TimeZoneInfo.ConvertTime(at, Zone):dd.MM.yyyy HH:mm}" : "—";
        var clause = deadline.Clause.Length == 0 ? "" : $" ({deadline.Clause})";
        return $"{Texts.Word("clock", deadline.Clock)}{clause}: {due:dd.MM.yyyy HH:mm} → {met}";
    }

    private SheetCell At(DateTimeOffset? at) => SheetCell.Of(at, Zone);

    private SheetCell Word(string list, string name) => SheetCell.Of(Texts.Word(list, name));

    private SheetCell Name<T>(string list, T value) where T : struct, Enum =>
        Word(list, JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
}
