using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Zhkh.Web.Api;

/// <summary>A month in a path or a query, as the API spells it: <c>2026-10</c>.</summary>
internal readonly record struct Month(DateOnly First)
{
    private const string Format = "yyyy-MM";

    public static bool TryParse([NotNullWhen(true)] string? text, IFormatProvider? provider, out Month month)
    {
        var known = DateOnly.TryParseExact(
            text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first);
        month = new Month(first);
        return known;
    }

    public static string Name(DateOnly month) => month.ToString(Format, CultureInfo.InvariantCulture);

    public override string ToString() => Name(First);
}
