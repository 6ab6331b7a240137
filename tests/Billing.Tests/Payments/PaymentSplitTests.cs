using System.Numerics;

namespace Zhkh.Billing.Tests;

public sealed class PaymentSplitTests
{
    private static IReadOnlyList<(Service Service, Money Part)> Split(long minor, params (Service, long)[] owed) =>
        PaymentSplit.Of(new Money(minor, "RUB"), owed);

    [Fact]
    public void Less_than_the_debt_is_shared_by_what_is_owed()
    {
        var parts = Split(100, (Service.ColdWater, 200), (Service.Heating, 100), (Service.Gas, -50));
        Assert.Equal([(Service.ColdWater, 67L), (Service.Heating, 33L)], parts.Select(p => (p.Service, p.Part.Minor)));
    }

    [Fact]
    public void More_than_the_debt_is_an_advance_on_maintenance()
    {
        var parts = Split(1_000, (Service.ColdWater, 200), (Service.Maintenance, 0));
        Assert.Equal([(Service.ColdWater, 200L), (Service.Maintenance, 800L)],
            parts.Select(p => (p.Service, p.Part.Minor)));
        Assert.Equal([(Service.Maintenance, 5L)], Split(5).Select(p => (p.Service, p.Part.Minor)));
    }

    [Fact]
    public void An_account_without_maintenance_has_its_advance_where_it_owed_most()
    {
        var parts = Split(1_000, (Service.Gas, 10), (Service.Heating, 300));
        Assert.Equal([(Service.Heating, 990L), (Service.Gas, 10L)], parts.Select(p => (p.Service, p.Part.Minor)));
    }

    /// <summary>
    /// The oracle multiplies instead of dividing: every share is within a kopeck of what is due to it.
    /// </summary>
    [Fact]
    public void Whatever_is_paid_adds_up_and_no_service_is_overpaid_before_all_are_paid()
    {
        var random = new Random(4406030);
        for (var round = 0; round < 20_000; round++)
        {
            var services = Enum.GetValues<Service>().OrderBy(_ => random.Next()).Take(random.Next(0, 9)).ToList();
            var owed = services.Select(s => (s, random.NextInt64(-1_000, 1L << random.Next(1, 41)))).ToArray();
            var amount = random.NextInt64(1, 1L << random.Next(1, 42));
            var parts = Split(amount, owed);
            Assert.Equal(amount, parts.Sum(p => p.Part.Minor));
            Assert.Equal(parts.Count, parts.Select(p => p.Service).Distinct().Count());
            Assert.All(parts, p => Assert.True(p.Part.Minor > 0));
            var debts = owed.Where(o => o.Item2 > 0).ToDictionary(o => o.s, o => o.Item2);
            var debt = debts.Values.Aggregate(BigInteger.Zero, (sum, d) => sum + d);
            if (amount > debt)
            {
                Assert.All(debts, d => Assert.True(parts.Single(p => p.Service == d.Key).Part.Minor >= d.Value));
                Assert.Single(parts, p => p.Part.Minor > debts.GetValueOrDefault(p.Service));
                continue;
            }

            foreach (var (service, part) in parts)
            {
                Assert.True(part.Minor <= debts[service]);
                var due = new BigInteger(amount) * debts[service];
                Assert.True(BigInteger.Abs((part.Minor * debt) - due) < debt, $"{part} of {debts[service]} of {debt}");
            }
        }
    }
}
