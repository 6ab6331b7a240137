namespace Zhkh.Billing;

/// <summary>The lines of one account for one month, on their way into the ledger as one posting.</summary>
internal sealed record Bill(
    Guid PostingId, Guid AccountId, PostingKind Kind, DateOnly Month, DateOnly EffectiveOn, string Reason, string Key,
    IReadOnlyList<Charge> Charges)
{
    /// <summary>Minor units by service; what comes to nothing is not there.</summary>
    public IEnumerable<(Service Service, long Minor)> Sums => Charges.GroupBy(c => c.Service)
        .Select(g => (g.Key, g.Sum(c => c.AmountMinor))).Where(s => s.Item2 != 0);

    /// <summary>A late fee has an amount and no quantity; its segments are explained by the calculator.</summary>
    public static Charge Fee(long minor) => new(
        Service.Penalty, ChargeMethod.Fixed, 1, 0, null, null, null, 1, 31, 1, "account", 0, 1, minor, 0, null, null);

    public PostingRequest ToRequest(string organisation, string currency, string by)
    {
        var lines = Sums.Select(s => EntryLine.Resident(AccountId, s.Service, new Money(s.Minor, currency))).ToList();
        var total = lines.Sum(l => l.Amount.Minor);
        if (total != 0)
        {
            lines.Add(EntryLine.Of(Book.Income, new Money(-total, currency)));
        }

        return new PostingRequest(organisation, Kind, EffectiveOn, Reason, Key, by, lines);
    }
}
