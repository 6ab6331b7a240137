namespace Zhkh.Billing.Tests;

public sealed class PenaltyCalculatorTests
{
    private static readonly DatedRules Russia = new(
    [
        Rule("penalty.rate.percent", 9.5m, "2022-03-28", "2027-01-01"),
        Rule("penalty.first.fromDay", 31, "2016-01-01"), Rule("penalty.first.divisor", 300, "2016-01-01"),
        Rule("penalty.late.fromDay", 91, "2016-01-01"), Rule("penalty.late.divisor", 130, "2016-01-01"),
        Rule("payment.dueDay", 10, "2005-03-01", "2026-03-01"), Rule("payment.dueDay", 15, "2026-03-01"),
    ]);

    private static readonly DatedRules Ukraine = new(
    [
        Rule("penalty.rate.percent", 0.01m, "2019-05-01"), Rule("penalty.first.fromDay", 1, "2019-05-01"),
        Rule("penalty.first.divisor", 1, "2019-05-01"), Rule("penalty.startsOnWorkingDay", 1, "2019-05-01"),
        Rule("penalty.cap.percent", 100, "2019-05-01"), Rule("payment.dueDay", 20, "2019-05-01"),
    ]);

    private static readonly WorkCalendar Calendar = new(new Dictionary<DateOnly, bool>
    {
        [Day("2026-11-04")] = false, [Day("2026-03-09")] = false, [Day("2025-11-01")] = true,
    });

    private static readonly DateOnly March = Day("2026-03-01");

    /// <summary>DOMAIN §2.4: due 15.04.2026, 10 000.00 unpaid on 31.08.2026.</summary>
    [Fact]
    public void The_worked_example_of_the_law_comes_to_540_77()
    {
        var sum = Fee(Russia, [new Due(March, March, 1_000_000)], [], "2026-08-31");
        Assert.Equal(54_077, sum.Amount);
        Assert.Equal(
        [
            (Day("2026-05-16"), Day("2026-07-14"), 60, "1/300", 19_000L),
            (Day("2026-07-15"), Day("2026-08-31"), 48, "1/130", 35_077L),
        ], sum.Segments.Select(s => (s.From, s.To, s.Days, s.Share, s.Amount)));
        Assert.All(sum.Segments, s => Assert.Equal((9.5m, 1_000_000L), (s.Rate, s.Debt)));
    }

    [Theory]
    [InlineData("2026-05-15", 0)]
    [InlineData("2026-05-16", 317)]
    [InlineData("2026-07-14", 19_000)]
    [InlineData("2026-07-15", 19_731)]
    public void Thirty_days_are_free_and_the_ninety_first_is_dearer(string on, long minor) =>
        Assert.Equal(minor, Fee(Russia, [new Due(March, March, 1_000_000)], [], on).Amount);

    [Theory]
    [InlineData("2026-01-01", "2026-02-10")]
    [InlineData("2026-02-01", "2026-03-16")]
    [InlineData("2026-03-01", "2026-04-15")]
    [InlineData("2026-07-01", "2026-08-17")]
    [InlineData("2025-12-01", "2026-01-12")]
    public void The_day_to_pay_follows_the_rule_of_its_month_and_moves_off_days_off(string month, string due) =>
        Assert.Equal(Day(due), new PenaltyCalculator(Russia, Calendar).DueOn(Day(month)));

    [Fact]
    public void A_payment_stops_the_fee_after_its_own_day_and_pays_the_oldest_bill_first()
    {
        var april = March.AddMonths(1);
        var sum = Fee(Russia, [new Due(March, March, 500_000), new Due(april, april, 500_000)],
            [new Receipt(Day("2026-05-20"), 500_000)], "2026-06-20");
        Assert.Equal(
        [
            (March, Day("2026-05-16"), Day("2026-05-20"), 500_000L),
            (april, Day("2026-06-15"), Day("2026-06-20"), 500_000L),
        ], sum.Segments.Select(s => (s.Month, s.From, s.To, s.Debt)));
    }

    [Fact]
    public void Part_of_a_payment_leaves_the_rest_of_the_debt()
    {
        var sum = Fee(Russia, [new Due(March, March, 1_000_000)],
            [new Receipt(Day("2026-04-01"), 250_000), new Receipt(Day("2026-05-20"), 350_000)], "2026-05-25");
        Assert.Equal([(750_000L, 5), (400_000L, 5)], sum.Segments.Select(s => (s.Debt, s.Days)));
        Assert.Equal(1_188 + 633, sum.Amount);
    }

    [Fact]
    public void A_day_for_which_the_law_says_no_rate_is_not_charged_and_is_named()
    {
        var october = Day("2026-10-01");
        var sum = Fee(Russia, [new Due(october, october, 1_000_000)], [], "2027-01-31");
        Assert.Equal(Day("2027-01-01"), sum.NoRateFrom);
        Assert.All(sum.Segments, s => Assert.True(s.To < Day("2027-01-01")));
    }

    [Fact]
    public void In_Ukraine_it_is_a_hundredth_of_a_percent_a_day_from_the_next_working_day()
    {
        var sum = Fee(Ukraine, [new Due(Day("2026-10-01"), Day("2026-10-01"), 1_000_000)], [], "2026-11-30");
        var segment = Assert.Single(sum.Segments);
        // Due Friday 20 November; the first working day after it is Monday the 23rd.
        Assert.Equal((Day("2026-11-23"), 8, 800L), (segment.From, segment.Days, segment.Amount));
    }

    [Fact]
    public void In_Ukraine_it_never_exceeds_the_debt()
    {
        var old = Day("2019-06-01");
        var sum = Fee(Ukraine, [new Due(old, old, 1_000)], [], "2099-01-01");
        Assert.Equal(1_000, sum.Amount);
    }

    [Fact]
    public void A_moratorium_stands_still()
    {
        var october = Day("2026-10-01");
        var overdue = new Overdue([new Due(october, october, 1_000_000)], [],
            [new Moratorium(Day("2026-11-25"), Day("2026-11-28"))]);
        var sum = new PenaltyCalculator(Ukraine, Calendar).Of(overdue, Day("2026-11-30"));
        Assert.Equal([(Day("2026-11-23"), 2), (Day("2026-11-28"), 3)], sum.Segments.Select(s => (s.From, s.Days)));
        Assert.Equal(500, sum.Amount);
    }

    [Fact]
    public void Segments_of_every_day_add_up_to_the_segments_of_the_whole_within_a_minor_unit_each()
    {
        var dice = new Dice(77);
        for (var i = 0; i < 200; i++)
        {
            var dues = Enumerable.Range(0, 4).Select(m => new Due(March.AddMonths(m), March.AddMonths(m),
                dice.Between(1, 2_000_000))).ToList();
            var receipts = Enumerable.Range(0, 5).Select(_ => new Receipt(March.AddDays(dice.Below(250)),
                dice.Between(1, 900_000))).ToList();
            var (on, earlier) = (Day("2026-12-01"), Day("2026-10-01"));
            var whole = Fee(Russia, dues, receipts, on.ToString("O"));
            var until = Fee(Russia, dues, receipts, earlier.ToString("O"));
            Assert.True(whole.Amount >= until.Amount);
            Assert.Equal(Naive(dues, receipts, on), (decimal)whole.Amount, (a, b) => Math.Abs(a - b)
                <= whole.Segments.Count);
        }
    }

    /// <summary>Day by day, money first to the oldest bill: slow, and right by the wording of the law.</summary>
    private static decimal Naive(List<Due> dues, List<Receipt> receipts, DateOnly on)
    {
        var calculator = new PenaltyCalculator(Russia, Calendar);
        var sum = 0m;
        for (var day = March; day <= on; day = day.AddDays(1))
        {
            var paid = receipts.Where(r => r.On < day).Sum(r => r.AmountMinor);
            foreach (var due in dues)
            {
                var debt = due.AmountMinor - Math.Min(paid, due.AmountMinor);
                paid -= due.AmountMinor - debt;
                var delay = day.DayNumber - calculator.DueOn(due.Month).DayNumber;
                sum += delay > 90 ? debt * 0.095m / 130 : delay > 30 ? debt * 0.095m / 300 : 0;
            }
        }

        return sum;
    }

    private static PenaltySum Fee(
        DatedRules rules, IReadOnlyList<Due> dues, IReadOnlyList<Receipt> receipts, string on) =>
        new PenaltyCalculator(rules, Calendar).Of(new Overdue(dues, receipts, []), Day(on));

    private static DatedRule Rule(string code, decimal value, string from, string? to = null) =>
        new(code, value, Day(from), to is null ? null : Day(to), $"source of {code}");

    private static DateOnly Day(string day) => Bills.Day(day);
}
