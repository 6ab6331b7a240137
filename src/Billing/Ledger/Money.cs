namespace Zhkh.Billing;

/// <summary>An amount in minor units (kopecks) of a currency. Arithmetic is checked; there is no fraction.</summary>
/// <param name="Minor">Positive = the resident owes, negative = the resident paid or is owed.</param>
/// <param name="Currency">ISO 4217.</param>
public readonly record struct Money(long Minor, string Currency)
{
    public static Money operator +(Money left, Money right) =>
        new(checked(left.Minor + right.MinorIn(left.Currency)), left.Currency);

    public static Money operator -(Money left, Money right) =>
        new(checked(left.Minor - right.MinorIn(left.Currency)), left.Currency);

    public static Money operator -(Money value) => value with { Minor = checked(-value.Minor) };

    /// <summary>
    /// Cuts the amount by weights so that the parts add up to it exactly: the largest remainders get the odd minor
    /// units, earlier parts first among equals.
    /// </summary>
    /// <exception cref="ArgumentException">No weight, a negative one, or all zero.</exception>
    public Money[] Split(IReadOnlyList<long> weights)
    {
        var total = weights.Aggregate(Int128.Zero, (sum, w) => w >= 0 ? sum + w : Int128.MinValue / 2);
        if (total <= 0)
        {
            throw new ArgumentException("Weights must be non-negative and not all zero", nameof(weights));
        }

        var whole = Int128.Abs(Minor);
        var parts = weights.Select(w => checked((long)(whole * w / total))).ToArray();
        var left = (int)(whole - parts.Aggregate(Int128.Zero, (sum, p) => sum + p));
        foreach (var index in Enumerable.Range(0, parts.Length).OrderByDescending(i => whole * weights[i] % total)
            .ThenBy(i => i).Take(left))
        {
            parts[index]++;
        }

        var sign = Math.Sign(Minor);
        var currency = Currency;
        return [.. parts.Select(p => new Money(sign * p, currency))];
    }

    private long MinorIn(string currency) => currency == Currency
        ? Minor
        : throw new InvalidOperationException($"{Currency} and {currency} do not add up");
}
