namespace Zhkh.Web.Journal;

/// <summary>What stands in a cell: a text, a number, or a wall-clock time.</summary>
internal readonly record struct SheetCell(string? Text, double? Number, DateTime? Time)
{
    public static SheetCell Empty => default;

    public static SheetCell Of(string? text) => new(text, null, null);

    public static SheetCell Of(int? number) => new(null, number, null);

    public static SheetCell Of(DateTimeOffset? at, TimeZoneInfo zone) =>
        new(null, null, at is { } time ? TimeZoneInfo.ConvertTime(time, zone).DateTime : null);
}
