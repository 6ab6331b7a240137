using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>Rules with the days they are in force, for computations that walk over many days. Pure.</summary>
internal sealed class DatedRules(IReadOnlyList<DatedRule> rules)
{
    private readonly ILookup<string, DatedRule> _byCode = rules.ToLookup(r => r.Code);

    public DatedRule? Find(string code, DateOnly day)
    {
        foreach (var rule in _byCode[code])
        {
            if (rule.ValidFrom <= day && (rule.ValidTo is null || day < rule.ValidTo))
            {
                return rule;
            }
        }

        return null;
    }

    /// <summary>Days on which the numbers of any of these codes change.</summary>
    public IEnumerable<DateOnly> Changes(params string[] codes) => codes
        .SelectMany(c => _byCode[c]).SelectMany(r => new[] { r.ValidFrom, r.ValidTo }).OfType<DateOnly>();

    /// <summary>What is in force on one day.</summary>
    public LegalRules On(DateOnly day) => new(_byCode
        .Select(own => Find(own.Key, day)).OfType<DatedRule>().ToDictionary(r => r.Code, r => r.Value));

    public static async Task<DatedRules> ReadAsync(BillingDb db, string jurisdiction, CancellationToken cancel) =>
        new(await db.Database.SqlQuery<DatedRule>($"""
            select code as "Code", value as "Value", valid_from as "ValidFrom", valid_to as "ValidTo",
                source as "Source"
            from billing.legal_rules where jurisdiction = {jurisdiction}
            """).ToListAsync(cancel));
}

/// <summary>A number of the law, its days and where it stands.</summary>
/// <param name="ValidTo">The first day it is no longer in force.</param>
internal sealed record DatedRule(string Code, decimal Value, DateOnly ValidFrom, DateOnly? ValidTo, string Source);
