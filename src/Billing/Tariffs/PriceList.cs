namespace Zhkh.Billing;

/// <summary>
/// All prices and norms of an organisation on the days of one month. A service that has ever had a price must have one
/// on each later day; one that is no longer sold has the price zero. Pure.
/// </summary>
internal sealed class PriceList
{
    private readonly Dictionary<Service, IReadOnlyList<PriceSpan>> _spans = [];
    private readonly List<TariffGap> _gaps = [];

    public PriceList(DateOnly month, IReadOnlyList<Tariff> tariffs, IReadOnlyList<Norm> norms)
    {
        Month = LocalCalendar.FirstOfMonth(month);
        LastDay = Month.AddMonths(1).AddDays(-1);
        foreach (var service in tariffs.Where(t => t.ValidFrom <= LastDay).GroupBy(t => t.Service))
        {
            _spans[service.Key] = SpansOf(service.Key, [.. service],
                [.. norms.Where(n => n.Service == service.Key)]);
        }

        // What is derived from water comes after the water.
        Services = [.. _spans.Keys
            .OrderBy(s => _spans[s].Any(p => p.By is ChargedBy.Water or ChargedBy.HotWater)).ThenBy(s => s)];
    }

    public DateOnly Month { get; }

    public DateOnly LastDay { get; }

    public int Days => LastDay.Day;

    public IReadOnlyList<Service> Services { get; }

    /// <summary>Empty when the month can be charged.</summary>
    public IReadOnlyList<TariffGap> Gaps => _gaps;

    public bool NeedsArea => _spans.Values.Any(spans => spans.Any(s => s.By == ChargedBy.Area));

    public IReadOnlyList<PriceSpan> Of(Service service) => _spans[service];

    private List<PriceSpan> SpansOf(Service service, IReadOnlyList<Tariff> tariffs, IReadOnlyList<Norm> norms)
    {
        var spans = new List<PriceSpan>();
        var begun = tariffs.Min(t => t.ValidFrom);
        var day = begun > Month ? begun : Month;
        while (day <= LastDay)
        {
            var tariff = tariffs.SingleOrDefault(t => Covers(t.ValidFrom, t.ValidTo, day));
            var end = Earliest(tariffs.SelectMany(t => new[] { t.ValidFrom, t.ValidTo })
                .Concat(norms.SelectMany(n => new[] { n.ValidFrom, n.ValidTo })), day);
            if (tariff is null)
            {
                Miss(service, GapReason.NoTariff, day);
            }
            else
            {
                var per = tariff.ChargedBy == ChargedBy.Area ? NormPer.Area : NormPer.Person;
                var norm = norms.SingleOrDefault(n => n.Per == per && Covers(n.ValidFrom, n.ValidTo, day));
                if (NeedsNorm(tariff) && norm is null)
                {
                    Miss(service, GapReason.NoNorm, day);
                }

                spans.Add(new PriceSpan(day, end.AddDays(-1), tariff.Price, tariff.Unit, tariff.ChargedBy,
                    NeedsNorm(tariff) ? norm?.Value : null));
            }

            day = end;
        }

        return Joined(spans);
    }

    /// <summary>A change of a norm that the service does not use is no change.</summary>
    private static List<PriceSpan> Joined(List<PriceSpan> spans)
    {
        var joined = new List<PriceSpan>();
        foreach (var span in spans)
        {
            if (joined.Count > 0 && joined[^1] is var last && last.To.AddDays(1) == span.From
                && last with { From = span.From, To = span.To } == span)
            {
                joined[^1] = last with { To = span.To };
            }
            else
            {
                joined.Add(span);
            }
        }

        return joined;
    }

    private static bool NeedsNorm(Tariff tariff) => tariff.ChargedBy switch
    {
        ChargedBy.Meter => true,
        ChargedBy.Area => tariff.Unit != "m2",
        ChargedBy.People => tariff.Unit != "person",
        ChargedBy.Fixed or ChargedBy.Water or ChargedBy.HotWater => false,
    };

    private static bool Covers(DateOnly from, DateOnly? to, DateOnly day) => from <= day && (to is null || day < to);

    /// <summary>The next day on which something begins or ends, at most the first of the next month.</summary>
    private DateOnly Earliest(IEnumerable<DateOnly?> changes, DateOnly after) =>
        changes.OfType<DateOnly>().Where(d => d > after).Append(LastDay.AddDays(1)).Min();

    private void Miss(Service service, GapReason reason, DateOnly day)
    {
        if (!_gaps.Any(g => g.Service == service && g.Reason == reason))
        {
            _gaps.Add(new TariffGap(service, reason, day, 0));
        }
    }
}
