namespace Zhkh.Billing;

/// <summary>The only place where money and quantities are rounded.</summary>
internal static class Rounding
{
    private const int QuantityDecimals = 6;
    private const int MeterDecimals = 3;
    private const decimal MinorInMajor = 100;

    /// <summary>Exact major units → whole minor units, halves away from zero; and what was rounded away.</summary>
    public static (long Minor, decimal Away) ToMinor(decimal exactMajor) => WholeMinor(exactMajor * MinorInMajor);

    /// <summary>The same of an amount that is in minor units already.</summary>
    public static (long Minor, decimal Away) WholeMinor(decimal exactMinor)
    {
        var whole = decimal.Round(exactMinor, 0, MidpointRounding.AwayFromZero);
        return (checked((long)whole), exactMinor - whole);
    }

    /// <summary>A quantity made of a norm, of square metres, of a part of a month.</summary>
    public static decimal Quantity(decimal exact) =>
        decimal.Round(exact, QuantityDecimals, MidpointRounding.AwayFromZero);

    /// <summary>A consumption as fine as a meter could show it.</summary>
    public static decimal Metered(decimal exact) =>
        decimal.Round(exact, MeterDecimals, MidpointRounding.AwayFromZero);

    /// <summary>Cuts a consumption by days; the last part takes the rest, so that nothing is lost.</summary>
    public static decimal[] SplitMetered(decimal whole, IReadOnlyList<int> days)
    {
        var total = days.Sum();
        var parts = new decimal[days.Count];
        var left = whole;
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = i == parts.Length - 1 ? left : Metered(whole * days[i] / total);
            left -= parts[i];
        }

        return parts;
    }
}
