using FsCheck;
using FsCheck.Fluent;

namespace Zhkh.Billing.Tests;

public sealed class MoneyTests
{
    [Fact]
    public void Arithmetic_is_checked_and_keeps_to_one_currency()
    {
        Assert.Equal(new Money(3, "RUB"), new Money(1, "RUB") + new Money(2, "RUB"));
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue, "RUB") + new Money(1, "RUB"));
        Assert.Throws<OverflowException>(() => new Money(long.MinValue, "RUB") - new Money(1, "RUB"));
        Assert.Throws<OverflowException>(() => -new Money(long.MinValue, "RUB"));
        Assert.Throws<InvalidOperationException>(() => new Money(1, "RUB") + new Money(1, "UAH"));
    }

    [Theory]
    [InlineData(100, new long[] { 1, 1, 1 }, new long[] { 34, 33, 33 })]
    [InlineData(-100, new long[] { 1, 1, 1 }, new long[] { -34, -33, -33 })]
    [InlineData(7, new long[] { 3, 0, 4 }, new long[] { 3, 0, 4 })]
    [InlineData(1, new long[] { 1, 2 }, new long[] { 0, 1 })]
    public void Splitting_gives_the_odd_kopecks_to_the_largest_remainders(long whole, long[] weights, long[] parts) =>
        Assert.Equal(parts, new Money(whole, "RUB").Split(weights).Select(p => p.Minor));

    [Fact]
    public void Parts_always_add_up_and_none_is_a_kopeck_away_from_its_share()
    {
        var cases =
            from whole in Gen.Choose(int.MinValue, int.MaxValue).Select(i => (long)i * 465)   // up to 10^12
            from weights in Gen.Choose(0, 100_000).Select(i => (long)i).ArrayOf()
            where weights.Length > 0 && weights.Sum() > 0
            select (whole, weights);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var parts = new Money(c.whole, "RUB").Split(c.weights);
            var total = (decimal)c.weights.Sum();
            return parts.Sum(p => p.Minor) == c.whole
                && parts.Zip(c.weights).All(p => Math.Abs(p.First.Minor - (c.whole * p.Second / total)) < 1);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    /// <summary>L3: by areas of two decimals, up to a thousand recipients; the night takes a million cases.</summary>
    [Fact]
    public void A_bill_of_a_house_is_split_over_its_flats_to_the_last_kopeck()
    {
        var dice = new Dice(20261122);
        var cases = Environment.GetEnvironmentVariable("ZHKH_TEST_LONG") == "1" ? 1_000_000 : 20_000;
        for (var i = 0; i < cases; i++)
        {
            var flats = i % 1000 == 0 ? dice.Between(1, 1000) : dice.Between(1, 24);
            var areas = Enumerable.Range(0, flats).Select(_ => (long)dice.Between(0, 20_000)).Append(1).ToArray();
            var whole = (long)(dice.Next() % 1_000_000_000_001);
            var parts = new Money(whole, "RUB").Split(areas);
            Assert.Equal(whole, parts.Sum(p => p.Minor));
            Assert.DoesNotContain(parts, p => p.Minor < 0);
        }
    }

    [Fact]
    public void Splitting_by_nothing_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Money(1, "RUB").Split([0, 0]));
        Assert.Throws<ArgumentException>(() => new Money(1, "RUB").Split([]));
        Assert.Throws<ArgumentException>(() => new Money(1, "RUB").Split([2, -1]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-500, 0)]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(600, 3)]
    [InlineData(601, 4)]
    public void Debt_is_as_old_as_the_charges_it_covers(long debt, int months) =>
        Assert.Equal(months, DebtAge.Months(debt, [100, 200, 300]));
}
