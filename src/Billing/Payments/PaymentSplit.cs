namespace Zhkh.Billing;

/// <summary>
/// Splits a payment over what an account owes (розщеплення). Pure. Up to the whole debt every service gets its share of
/// it, exact to the kopeck by largest remainders, so the largest debt gets most and none is overpaid. What is left
/// over is an advance: on maintenance, which every household is charged for; where an account is not, on the service
/// it owed most for.
/// </summary>
internal static class PaymentSplit
{
    /// <param name="amount">More than nothing.</param>
    /// <param name="owed">Balance of each service, minor units; a negative one is an advance and stays one.</param>
    public static IReadOnlyList<(Service Service, Money Part)> Of(
        Money amount, IReadOnlyList<(Service Service, long Minor)> owed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount.Minor);
        var debts = owed.Where(o => o.Minor > 0).OrderBy(o => o.Service).ToList();
        var debt = debts.Aggregate(Int128.Zero, (sum, d) => sum + d.Minor);
        if (amount.Minor <= debt)
        {
            var shares = amount.Split([.. debts.Select(d => d.Minor)]);
            return [.. debts.Select((d, i) => (d.Service, shares[i])).Where(s => s.Item2.Minor != 0)];
        }

        var parts = debts.ToDictionary(d => d.Service, d => d.Minor);
        var advance = AdvanceOn(owed);
        parts[advance] = checked(parts.GetValueOrDefault(advance) + (long)(amount.Minor - debt));
        return [.. parts.OrderBy(p => p.Key).Select(p => (p.Key, amount with { Minor = p.Value }))];
    }

    private static Service AdvanceOn(IReadOnlyList<(Service Service, long Minor)> owed) =>
        owed.Count == 0 || owed.Any(o => o.Service == Service.Maintenance)
            ? Service.Maintenance
            : owed.OrderByDescending(o => o.Minor).ThenBy(o => o.Service).First().Service;
}
