using System.Text;

namespace Zhkh.Web.Api;

/// <summary>
/// A line of a CSV that people open in a spreadsheet. A field that a spreadsheet would take for a formula is led by an
/// apostrophe (RELIABILITY W12): what a stranger wrote into a payment must not run on a clerk's machine.
/// </summary>
internal static class CsvText
{
    public const char Separator = ';';

    public static string Line(params IReadOnlyList<string?> cells)
    {
        var line = new StringBuilder();
        foreach (var (index, cell) in cells.Index())
        {
            line.Append(index == 0 ? "" : Separator).Append(Cell(cell ?? ""));
        }

        return line.Append("\r\n").ToString();
    }

    public static string Cell(string text)
    {
        var safe = IsFormula(text) ? $"'{text}" : text;
        return safe.AsSpan().IndexOfAny("\";\r\n,\t") < 0
            ? safe
            : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    // Spreadsheets skip leading blanks, and take the full-width signs for the plain ones.
    private static bool IsFormula(string text) =>
        text is ['\t' or '\r' or '\n', ..]
        || text.AsSpan().TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..];
}
