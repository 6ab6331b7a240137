using System.Globalization;
using System.Text.Json;

namespace Zhkh.Billing;

/// <summary>
/// The numbers in force for a jurisdiction on a day, by code. They live in billing.legal_rules with their source;
/// a rule that is asked for and not there is a broken installation.
/// </summary>
public sealed class LegalRules(IReadOnlyDictionary<string, decimal> values)
{
    /// <exception cref="InvalidOperationException">The rule is not in the table for that day.</exception>
    public decimal this[string code] =>
        Find(code) ?? throw new InvalidOperationException($"No rule {code} is in force");

    public decimal? Find(string code) => values.TryGetValue(code, out var value) ? value : null;

    public int Whole(string code) => decimal.ToInt32(this[code]);

    /// <summary>From the JSON object a query builds, so that a question stays one round trip.</summary>
    internal static LegalRules Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new LegalRules(document.RootElement.EnumerateObject().ToDictionary(
            p => p.Name,
            p => decimal.Parse(p.Value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture)));
    }
}
