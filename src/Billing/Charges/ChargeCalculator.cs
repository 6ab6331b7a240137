namespace Zhkh.Billing;

/// <summary>
/// The bill of one account for one month. Pure: what is in force comes from the price list, what was consumed from the
/// household, the numbers of the law from the rules. When a price changes inside a month, quantities of the month are
/// cut by calendar days, one line for each price: a reading is seldom taken on the very day.
/// </summary>
internal sealed class ChargeCalculator(PriceList prices, LegalRules rules)
{
    public List<Charge> Of(Household household)
    {
        var charges = new List<Charge>(prices.Services.Count);
        foreach (var service in prices.Services)
        {
            if (household.Unserved.Contains(service))
            {
                continue;
            }

            var spans = prices.Of(service);
            if (spans.Count == 0)
            {
                continue;
            }

            switch (spans[0].By)
            {
                case ChargedBy.Meter:
                    Metered(charges, service, spans, household);
                    break;
                case ChargedBy.Water:
                    Derived(charges, service, spans, household,
                        c => c.Service is Service.ColdWater or Service.HotWater);
                    break;
                case ChargedBy.HotWater:
                    Derived(charges, service, spans, household, c => c.Service is Service.HotWater);
                    break;
                case ChargedBy.Area:
                case ChargedBy.People:
                case ChargedBy.Fixed:
                    Plain(charges, service, spans, household);
                    break;
            }
        }

        return charges;
    }

    private void Metered(
        List<Charge> charges, Service service, IReadOnlyList<PriceSpan> spans, Household household)
    {
        var meters = 0;
        foreach (var meter in household.Meters)
        {
            meters += meter.Service == service ? 1 : 0;
        }

        if (meters == 0)
        {
            Plain(charges, service, spans, household);
            return;
        }

        foreach (var meter in household.Meters)
        {
            if (meter.Service == service)
            {
                var norm = spans.Sum(s => NormQuantity(s, household)) / meters;
                var outcome = MeterMonth.Of(meter, prices, Rounding.Quantity(norm), rules);
                Cut(charges, service, spans, household, outcome, meter.Id);
            }
        }
    }

    /// <summary>As much as other services together; raised norms are raised there only.</summary>
    private void Derived(
        List<Charge> charges, Service service, IReadOnlyList<PriceSpan> spans, Household household,
        Func<Charge, bool> from)
    {
        var (consumed, credited, method, any) = (0m, 0m, ChargeMethod.Meter, false);
        foreach (var charge in charges)
        {
            if (from(charge))
            {
                any = true;
                consumed += charge.Consumed;
                credited += charge.Credited;
                var own = charge.Method == ChargeMethod.NormRaised ? ChargeMethod.Norm : charge.Method;
                method = own > method ? own : method;
            }
        }

        if (any)
        {
            Cut(charges, service, spans, household,
                new MeterOutcome(method, consumed, credited, 1, new MeterState(null, null, 0, 0)), null);
        }
    }

    /// <summary>A quantity of the whole month, by days onto the prices of the month.</summary>
    private void Cut(
        List<Charge> charges, Service service, IReadOnlyList<PriceSpan> spans, Household household,
        MeterOutcome outcome, Guid? meter)
    {
        var after = meter is null ? null : outcome.After;
        var days = spans.Select(s => s.DaysWithin(household.From, household.To)).ToArray();
        if (days.Sum() == 0)
        {
            return;
        }

        var consumed = spans.Count == 1 ? [outcome.Consumed] : Rounding.SplitMetered(outcome.Consumed, days);
        var credited = spans.Count == 1 ? [outcome.Credited] : Rounding.SplitMetered(outcome.Credited, days);
        var byNorm = outcome.Method is ChargeMethod.Norm or ChargeMethod.NormRaised && meter is not null;
        for (var i = 0; i < spans.Count; i++)
        {
            if (days[i] > 0)
            {
                charges.Add(Line(service, outcome.Method, spans[i], days[i], consumed[i], credited[i],
                    outcome.Coefficient, byNorm ? household.People : null, null) with
                {
                    Norm = byNorm ? spans[i].Norm : null, MeterId = meter, After = after,
                });
            }
        }
    }

    private void Plain(List<Charge> charges, Service service, IReadOnlyList<PriceSpan> spans, Household household)
    {
        foreach (var span in spans)
        {
            var days = span.DaysWithin(household.From, household.To);
            if (days == 0)
            {
                continue;
            }

            charges.Add(span.By switch
            {
                ChargedBy.Area => Line(service, ChargeMethod.Area, span, days,
                    Share(AreaOf(household) * (span.Norm ?? 1), days), 0, 1, null, household.Area),
                ChargedBy.People => Line(service, ChargeMethod.People, span, days,
                    Share(household.People * (span.Norm ?? 1), days), 0, 1, household.People, null),
                ChargedBy.Fixed => Line(service, ChargeMethod.Fixed, span, days, Share(1, days), 0, 1, null, null),
                ChargedBy.Meter or ChargedBy.Water or ChargedBy.HotWater =>
                    Line(service, ChargeMethod.Norm, span, days,
                        Rounding.Quantity(NormQuantity(span, household)), 0, 1, household.People, null),
            });
        }
    }

    private decimal NormQuantity(PriceSpan span, Household household) =>
        (span.Norm ?? throw new InvalidOperationException("A gap of norms was charged over"))
            * household.People * span.DaysWithin(household.From, household.To) / prices.Days;

    private static decimal AreaOf(Household household) => household.Area
        ?? throw new InvalidOperationException($"Account {household.Number} has no area");

    private decimal Share(decimal monthly, int days) =>
        days == prices.Days ? Rounding.Quantity(monthly) : Rounding.Quantity(monthly * days / prices.Days);

    private Charge Line(
        Service service, ChargeMethod method, PriceSpan span, int days, decimal consumed, decimal credited,
        decimal coefficient, int? people, decimal? area)
    {
        var quantity = consumed - credited;
        var (minor, away) = Rounding.ToMinor(quantity * span.Price * coefficient);
        return new Charge(service, method, consumed, credited, people, area, span.Norm, days, prices.Days, quantity,
            span.Unit, span.Price, coefficient, minor, away, null, null);
    }
}
