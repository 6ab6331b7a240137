namespace Zhkh.Billing.Tests;

public sealed class ChargeCalculatorTests
{
    private static readonly DateOnly October = Bills.October;

    private static readonly PriceList Water = Bills.Prices(October,
        [Bills.Tariff(Service.ColdWater, 30.85m)], Bills.Norm(Service.ColdWater, 4.33m));

    [Fact]
    public void A_reading_charges_its_difference()
    {
        var charge = Only(Water, Bills.Household(meters: Bills.Meter(
            Service.ColdWater, 1, null, null, (419m, "2026-10-22"), (412m, "2026-09-22"))));
        Assert.Equal((ChargeMethod.Meter, 7m, 21_595L, 0m),
            (charge.Method, charge.Quantity, charge.AmountMinor, charge.RoundedAway));
        Assert.Equal(new MeterState(419, Bills.Day("2026-10-22"), 0, 0), charge.After);
    }

    [Fact]
    public void A_counter_that_passed_its_last_nine_goes_on_from_zero()
    {
        var charge = Only(Water, Bills.Household(meters: Bills.Meter(
            Service.ColdWater, 1, null, null, (3m, "2026-10-22"), (99_998m, "2026-09-22"))));
        Assert.Equal(5m, charge.Quantity);
    }

    [Theory]
    [InlineData(0, ChargeMethod.Average, 6)]
    [InlineData(1, ChargeMethod.Average, 6)]
    [InlineData(2, ChargeMethod.Average, 6)]
    [InlineData(3, ChargeMethod.Norm, 8.66)]
    [InlineData(11, ChargeMethod.Norm, 8.66)]
    public void A_missing_reading_is_the_average_for_three_periods_and_then_the_norm(
        int silent, ChargeMethod method, double quantity)
    {
        var state = new MeterState(412, Bills.Day("2026-09-22"), silent * 6, silent);
        var charge = Only(Water, Bills.Household(meters: Bills.Meter(Service.ColdWater, 0, state, null,
            (412m, "2026-09-22"), (406m, "2026-08-22"), (400m, "2026-07-22"))));
        Assert.Equal((method, (decimal)quantity, 1m), (charge.Method, charge.Quantity, charge.Coefficient));
        Assert.Equal((silent * 6) + (decimal)quantity, charge.After?.OpenEstimate);
        Assert.Equal(silent + 1, charge.After?.OpenPeriods);
    }

    [Fact]
    public void Two_readings_make_no_average()
    {
        var charge = Only(Water, Bills.Household(meters: Bills.Meter(Service.ColdWater, 0, null, null,
            (412m, "2026-09-22"), (406m, "2026-08-22"))));
        Assert.Equal((ChargeMethod.Norm, 8.66m), (charge.Method, charge.Quantity));
    }

    [Theory]
    [InlineData("2026-10-30", ChargeMethod.Average, 1)]
    [InlineData("2026-08-15", ChargeMethod.Average, 1)]
    [InlineData("2026-07-15", ChargeMethod.NormRaised, 1.5)]
    public void After_an_expired_verification_the_average_lasts_three_periods_and_the_norm_is_raised(
        string verification, ChargeMethod method, double coefficient)
    {
        var charge = Only(Water, Bills.Household(meters: Bills.Meter(Service.ColdWater, 1, null, verification,
            (419m, "2026-10-22"), (412m, "2026-09-22"), (406m, "2026-08-22"), (400m, "2026-07-22"))));
        Assert.Equal((method, (decimal)coefficient), (charge.Method, charge.Coefficient));
        Assert.Null(charge.After?.BaseValue);
        if (method == ChargeMethod.NormRaised)
        {
            Assert.Equal(Rounding.ToMinor(8.66m * 30.85m * 1.5m).Minor, charge.AmountMinor);
        }
    }

    [Fact]
    public void A_real_reading_after_estimates_takes_off_what_was_charged_already()
    {
        var state = new MeterState(412, Bills.Day("2026-07-22"), 18, 3);
        var charge = Only(Water, Bills.Household(meters: Bills.Meter(Service.ColdWater, 1, state, null,
            (424m, "2026-10-22"), (412m, "2026-07-22"))));
        Assert.Equal((ChargeMethod.Meter, 12m, 18m, -6m),
            (charge.Method, charge.Consumed, charge.Credited, charge.Quantity));
        Assert.Equal(-18_510, charge.AmountMinor);
        Assert.Equal("(12,000 − 18,000) м³ × 30,85 ₽ = -185,10 ₽", new ChargeFormula("ru", "RUB").Of(charge));
    }

    [Fact]
    public void The_first_reading_ever_is_where_counting_begins()
    {
        var first = Only(Water, Bills.Household(meters: Bills.Meter(
            Service.ColdWater, 1, null, null, (3m, "2026-10-22"))));
        Assert.Equal((ChargeMethod.Norm, new MeterState(3, Bills.Day("2026-10-22"), 0, 0)),
            (first.Method, first.After));
        var november = Bills.Prices(October.AddMonths(1),
            [Bills.Tariff(Service.ColdWater, 30.85m)], Bills.Norm(Service.ColdWater, 4.33m));
        var second = Only(november, Bills.Household(month: November, meters: Bills.Meter(
            Service.ColdWater, 1, first.After, null, (8m, "2026-11-22"), (3m, "2026-10-22"))));
        Assert.Equal((ChargeMethod.Meter, 5m), (second.Method, second.Quantity));
    }

    private static readonly DateOnly November = October.AddMonths(1);

    public static TheoryData<Service, ChargedBy, string, NormPer?, double, ChargeMethod, double> Plain => new()
    {
        { Service.Maintenance, ChargedBy.Area, "m2", null, 0, ChargeMethod.Area, 48.3 },
        { Service.Heating, ChargedBy.Area, "Gcal", NormPer.Area, 0.0215, ChargeMethod.Area, 1.03845 },
        { Service.Waste, ChargedBy.People, "person", null, 0, ChargeMethod.People, 2 },
        { Service.Waste, ChargedBy.People, "m3", NormPer.Person, 0.19, ChargeMethod.People, 0.38 },
        { Service.Gas, ChargedBy.Meter, "m3", NormPer.Person, 10.5, ChargeMethod.Norm, 21 },
        { Service.Maintenance, ChargedBy.Fixed, "account", null, 0, ChargeMethod.Fixed, 1 },
    };

    [Theory]
    [MemberData(nameof(Plain))]
    public void What_no_meter_counts_goes_by_metres_people_or_flat(
        Service service, ChargedBy by, string unit, NormPer? per, double norm, ChargeMethod method, double quantity)
    {
        Norm[] norms = per is { } counted ? [Bills.Norm(service, (decimal)norm, counted, unit)] : [];
        var prices = Bills.Prices(October, [Bills.Tariff(service, 100m, by: by, unit: unit)], norms);
        Assert.Empty(prices.Gaps);
        var charge = Only(prices, Bills.Household());
        Assert.Equal((method, (decimal)quantity), (charge.Method, charge.Quantity));
    }

    [Fact]
    public void The_drain_takes_what_cold_and_hot_water_bring_and_is_never_raised()
    {
        var prices = Bills.Prices(October,
            [Bills.Tariff(Service.Sewerage, 24.16m), Bills.Tariff(Service.ColdWater, 30.85m),
                Bills.Tariff(Service.HotWater, 164.05m), Bills.Tariff(Service.ColdWaterForHot, 30.85m)],
            Bills.Norm(Service.ColdWater, 4.33m), Bills.Norm(Service.HotWater, 2.97m));
        var charges = new ChargeCalculator(prices, Bills.Rules).Of(Bills.Household(meters:
        [
            Bills.Meter(Service.ColdWater, 1, null, null, (419m, "2026-10-22"), (412m, "2026-09-22")),
            Bills.Meter(Service.HotWater, 0, null, "2026-01-01"),
        ]));
        var drain = Assert.Single(charges, c => c.Service == Service.Sewerage);
        Assert.Equal((12.94m, 1m, ChargeMethod.Norm), (drain.Quantity, drain.Coefficient, drain.Method));
        Assert.Equal(5.94m, Assert.Single(charges, c => c.Service == Service.ColdWaterForHot).Quantity);
        Assert.Equal(1.5m, Assert.Single(charges, c => c.Service == Service.HotWater).Coefficient);
    }

    [Fact]
    public void A_price_that_changes_inside_the_month_makes_a_line_for_each_part_and_loses_nothing()
    {
        var prices = Bills.Prices(October,
            [Bills.Tariff(Service.ColdWater, 28.43m, to: "2026-10-11"),
                Bills.Tariff(Service.ColdWater, 30.85m, "2026-10-11"),
                Bills.Tariff(Service.Maintenance, 27.5m, to: "2026-10-11"),
                Bills.Tariff(Service.Maintenance, 30m, "2026-10-11")],
            Bills.Norm(Service.ColdWater, 4.33m));
        var charges = new ChargeCalculator(prices, Bills.Rules).Of(Bills.Household(meters: Bills.Meter(
            Service.ColdWater, 1, null, null, (419m, "2026-10-22"), (412m, "2026-09-22"))));
        var water = charges.Where(c => c.Service == Service.ColdWater).ToList();
        Assert.Equal([(2.258m, 28.43m, 10), (4.742m, 30.85m, 21)], water.Select(c => (c.Quantity, c.Price, c.Days)));
        Assert.Equal(7m, water.Sum(c => c.Quantity));
        Assert.Equal([15.580645m, 32.719355m],
            charges.Where(c => c.Service == Service.Maintenance).Select(c => c.Quantity));
    }

    [Theory]
    [InlineData("2026-10-11", "2026-10-15", Service.ColdWater, GapReason.NoTariff)]
    [InlineData("2026-09-01", null, Service.ColdWater, GapReason.NoTariff)]
    public void A_day_without_a_price_is_a_gap(string ends, string? begins, Service service, GapReason reason)
    {
        List<Tariff> tariffs = [Bills.Tariff(service, 1, to: ends)];
        if (begins is not null)
        {
            tariffs.Add(Bills.Tariff(service, 2, begins));
        }

        var gap = Assert.Single(Bills.Prices(October, tariffs, Bills.Norm(service, 1)).Gaps);
        Assert.Equal((service, reason), (gap.Service, gap.Reason));
        Assert.Equal(Bills.Day(ends) > October ? Bills.Day(ends) : October, gap.Day);
    }

    [Fact]
    public void A_metered_service_without_a_norm_is_a_gap() => Assert.Equal(GapReason.NoNorm,
        Assert.Single(Bills.Prices(October, [Bills.Tariff(Service.ColdWater, 1)]).Gaps).Reason);

    [Theory]
    [InlineData("ru", "RUB", "2 чел. × 4,33 м³ = 8,660 м³; 8,660 м³ × 30,85 ₽ = 267,16 ₽")]
    [InlineData("uk", "UAH", "2 ос. × 4,33 м³ = 8,660 м³; 8,660 м³ × 30,85 ₴ = 267,16 ₴")]
    [InlineData("en", "RUB", "2 pers. × 4.33 m³ = 8.660 m³; 8.660 m³ × 30.85 ₽ = 267.16 ₽")]
    public void A_formula_is_a_line_a_person_can_check(string language, string currency, string formula) =>
        Assert.Equal(formula, new ChargeFormula(language, currency).Of(Only(Water, Bills.Household())));

    [Fact]
    public void What_was_rounded_away_is_kept()
    {
        var charge = Only(Bills.Prices(October, [Bills.Tariff(Service.Maintenance, 27.33m)]), Bills.Household());
        Assert.Equal((132_004L, -0.1m), (charge.AmountMinor, charge.RoundedAway));
        Assert.Equal(charge.Quantity * charge.Price * 100, charge.AmountMinor + charge.RoundedAway);
    }

    [Fact]
    public void An_account_opened_inside_the_month_pays_for_its_days()
    {
        var prices = Bills.Prices(October, [Bills.Tariff(Service.Maintenance, 31m)]);
        var late = Bills.Household(area: 31m) with { From = Bills.Day("2026-10-22") };
        var charge = Only(prices, late);
        Assert.Equal((10m, 10, 31_000L), (charge.Quantity, charge.Days, charge.AmountMinor));
        Assert.Equal("31 м² × 10/31 = 10,000 м²; 10,000 м² × 31,00 ₽ = 310,00 ₽",
            new ChargeFormula("ru", "RUB").Of(charge));
    }

    private static Charge Only(PriceList prices, Household household) =>
        Assert.Single(new ChargeCalculator(prices, Bills.Rules).Of(household));
}
