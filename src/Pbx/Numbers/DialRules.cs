namespace Zhkh.Pbx.Numbers;

/// <summary>
/// Where an organisation's people may call. Deny by default: a number is dialled only when a prefix allows it and no
/// longer prefix forbids it.
/// </summary>
/// <param name="Allowed">Digits after the plus, and the exact count of digits of the whole number.</param>
/// <param name="Forbidden">Exceptions inside an allowed prefix: premium, paging, another country's range.</param>
public sealed record DialRules(IReadOnlyList<DialRange> Allowed, IReadOnlyList<string> Forbidden)
{
    /// <summary>
    /// +7 geographic (3xx, 4xx, 8xx) and mobile (9xx); not +76/+77 (Kazakhstan), not 80x (freephone and 809 premium
    /// services), 840 and 940 (Abkhazia), 88x (paid services).
    /// </summary>
    public static DialRules Russia { get; } = new(
        [new("73", 11), new("74", 11), new("78", 11), new("79", 11)],
        ["780", "7840", "788", "7940"]);

    /// <summary>+380 geographic and mobile; not 70x and 80x (service numbers), 89x (machines), 90x (premium).</summary>
    public static DialRules Ukraine { get; } = new(
        [new("3803", 12), new("3804", 12), new("3805", 12), new("3806", 12), new("3807", 12), new("3809", 12)],
        ["38070", "38090"]);

    /// <summary>Both countries the product serves.</summary>
    public static DialRules Both { get; } = new(
        [.. Russia.Allowed, .. Ukraine.Allowed], [.. Russia.Forbidden, .. Ukraine.Forbidden]);

    /// <summary>Whether the rules let this number through to the trunk.</summary>
    public bool Allow(PhoneNumber number)
    {
        var digits = number.Digits.ToString();
        return Allowed.Any(range => digits.Length == range.Digits
                && digits.StartsWith(range.Prefix, StringComparison.Ordinal))
            && !Forbidden.Any(prefix => digits.StartsWith(prefix, StringComparison.Ordinal));
    }
}

/// <summary>A prefix that may be dialled and how long its numbers are.</summary>
public readonly record struct DialRange(string Prefix, int Digits);
