namespace Zhkh.Billing.Tests;

public sealed class ReadingCheckTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    private static readonly LegalRules Rules = new(new Dictionary<string, decimal>
    {
        ["reading.farTooHigh.averageFactor"] = 3,
        ["reading.farTooHigh.normFactor"] = 5,
        ["reading.average.monthsMax"] = 6,
        ["reading.average.submissionsMin"] = 3,
        ["reading.zero.months"] = 3,
        ["reading.rollover.share"] = 0.9m,
    });

    [Theory]
    [InlineData(412, ReadingPlausibility.Plausible, 0)]            // the same value is allowed
    [InlineData(415, ReadingPlausibility.Plausible, 3)]
    [InlineData(411.999, ReadingPlausibility.LessThanPrevious, 0)]
    [InlineData(0, ReadingPlausibility.LessThanPrevious, 0)]
    [InlineData(433.65, ReadingPlausibility.Plausible, 21.65)]     // 5 × the norm of 4.33, exactly
    [InlineData(433.651, ReadingPlausibility.FarTooHigh, 21.651)]
    [InlineData(99999.999, ReadingPlausibility.FarTooHigh, 99587.999)]
    [InlineData(100000, ReadingPlausibility.TooManyDigits, 0)]
    [InlineData(-1, ReadingPlausibility.TooManyDigits, 0)]
    public void Values_are_judged_against_the_previous_one_and_the_norm(
        decimal value, ReadingPlausibility plausibility, decimal consumption)
    {
        var judgement = Judge(value, [new(412, 3, new(2026, 10, 22))]);
        Assert.Equal((plausibility, consumption), (judgement.Plausibility, judgement.Consumption));
    }

    [Theory]
    [InlineData(90000, 10000, true)]
    [InlineData(89999, 10000, false)]
    [InlineData(99998, 3, true)]
    [InlineData(99998, 10001, false)]
    public void A_counter_rolls_over_only_from_near_its_end_to_near_its_start(
        decimal previous, decimal value, bool rolls)
    {
        var judgement = Judge(value, [new(previous, 3, new(2026, 10, 22))]);
        Assert.Equal(rolls, judgement.RolledOver);
        Assert.Equal(rolls, judgement.Plausibility != ReadingPlausibility.LessThanPrevious);
        Assert.Equal(rolls ? 100_000 - previous + value : 0, judgement.Consumption);
    }

    [Theory]
    [InlineData(30, ReadingPlausibility.Plausible)]       // 3 × 10 a month
    [InlineData(31, ReadingPlausibility.FarTooHigh)]
    public void A_household_that_uses_much_is_measured_by_its_own_average(
        decimal consumption, ReadingPlausibility plausibility)
    {
        PastReading[] history =
        [
            new(100, 10, new(2026, 10, 22)), new(90, 10, new(2026, 9, 22)), new(80, 10, new(2026, 8, 22)),
        ];
        Assert.Equal(plausibility, Judge(100 + consumption, history).Plausibility);
    }

    [Fact]
    public void Two_readings_are_no_average()
    {
        PastReading[] history = [new(100, 10, new(2026, 10, 22)), new(90, 10, new(2026, 9, 22))];
        Assert.Equal(ReadingPlausibility.FarTooHigh, Judge(125, history).Plausibility);
    }

    [Fact]
    public void Average_looks_back_six_months_and_no_further()
    {
        PastReading[] history =
        [
            new(1000, 6, new(2026, 10, 22)), new(994, 6, new(2026, 7, 22)), new(988, 6, new(2026, 4, 22)),
            new(982, 900, new(2026, 3, 22)), new(82, 80, new(2026, 2, 22)),
        ];
        Assert.Equal(2, ReadingCheck.AveragePerMonth(history, Rules));
    }

    [Fact]
    public void Several_months_reported_together_are_several_months()
    {
        var judgement = Judge(472, [new(412, 3, new(2026, 7, 22))]);   // 60 m³ in four months
        Assert.Equal(ReadingPlausibility.Plausible, judgement.Plausibility);
    }

    [Fact]
    public void The_first_reading_and_a_meter_without_norm_or_history_are_believed()
    {
        Assert.Equal((ReadingPlausibility.Plausible, 0m),
            (Judge(5000, []).Plausibility, Judge(5000, []).Consumption));
        Assert.Equal(ReadingPlausibility.Plausible,
            ReadingCheck.Judge(90_000, Facts([new(1, 0, new(2026, 10, 22))]) with { NormPerMonth = null }, Rules)
                .Plausibility);
    }

    [Theory]
    [InlineData("2026-08-21", 0, true)]
    [InlineData("2026-09-22", 0, false)]
    [InlineData("2026-08-21", 1, false)]
    public void Nothing_used_for_three_months_is_flagged_and_stored(string lastMoved, decimal used, bool flagged)
    {
        PastReading[] history = [new(50, 0, new(2026, 10, 22)), new(50, 4, DateOnly.Parse(lastMoved))];
        var judgement = Judge(50 + used, history);
        Assert.Equal(flagged, judgement.ZeroForMonths);
        Assert.True(judgement.CanBeStored);
    }

    [Theory]
    [InlineData(14, true)]
    [InlineData(15, false)]
    [InlineData(25, false)]
    [InlineData(26, true)]
    public void A_value_outside_the_window_is_taken_for_the_record(int day, bool outside)
    {
        var facts = Facts([]) with { Today = new DateOnly(2026, 11, day) };
        var judgement = ReadingCheck.Judge(5, facts, Rules);
        Assert.Equal(outside, judgement.OutsideWindow);
        Assert.Equal(outside ? ReadingStatus.OutsideWindow : ReadingStatus.Accepted, judgement.Status);
        Assert.True(judgement.CanBeStored);
    }

    [Theory]
    [InlineData("2026-11-20", true)]
    [InlineData("2026-11-21", false)]
    public void A_verification_lasts_through_its_last_day(string due, bool expired)
    {
        var judgement = ReadingCheck.Judge(5, Facts([]) with { VerificationDue = DateOnly.Parse(due) }, Rules);
        Assert.Equal(expired, judgement.VerificationExpired);
        Assert.Equal(expired ? ReadingStatus.VerificationExpired : ReadingStatus.Accepted, judgement.Status);
    }

    [Fact]
    public void A_missing_rule_is_an_error_and_not_a_guess() => Assert.Throws<InvalidOperationException>(() =>
        ReadingCheck.Judge(1, Facts([new(5, 0, Today)]), new LegalRules(new Dictionary<string, decimal>())));

    private static ReadingJudgement Judge(decimal value, IReadOnlyList<PastReading> history) =>
        ReadingCheck.Judge(value, Facts(history), Rules);

    private static ReadingFacts Facts(IReadOnlyList<PastReading> history) =>
        new(5, history, 4.33m, (15, 25), new DateOnly(2030, 1, 1), Today);
}
