using System.Text.RegularExpressions;
using Zhkh.Pbx.Numbers;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Numbers;

public sealed partial class DialPlanTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("+79370000030")]
    [InlineData("8 937 000-00-30")]
    [InlineData("+78462000011")]
    [InlineData("+74952000011")]
    [InlineData("+73472000011")]
    [InlineData("+380670000184")]
    [InlineData("0382000184")]
    public void A_resident_may_be_called(string number) => Assert.IsType<DialVerdict.Granted>(Judge(number));

    [Theory]
    [InlineData("88095000000", DialDenial.NotAllowed)]      // premium
    [InlineData("+78095000000", DialDenial.NotAllowed)]
    [InlineData("+78005000000", DialDenial.NotAllowed)]
    [InlineData("+78400000000", DialDenial.NotAllowed)]     // Abkhazia
    [InlineData("+79400000000", DialDenial.NotAllowed)]
    [InlineData("+77010000000", DialDenial.NotAllowed)]     // Kazakhstan
    [InlineData("81053123456789", DialDenial.NotAllowed)]   // Cuba by 8-10
    [InlineData("+5352345678", DialDenial.NotAllowed)]
    [InlineData("tel:+53-5234-5678", DialDenial.NotAllowed)]
    [InlineData("%2B5352345678", DialDenial.NotAllowed)]
    [InlineData("sip:+5352345678@trunk;x=+79370000030", DialDenial.NotAllowed)]
    [InlineData("+380900000000", DialDenial.NotAllowed)]
    [InlineData("+380700000000", DialDenial.NotAllowed)]
    [InlineData("+380800500000", DialDenial.NotAllowed)]
    [InlineData("+7937000003", DialDenial.NotAllowed)]      // a digit short
    [InlineData("+793700000300", DialDenial.NotAllowed)]    // a digit long
    [InlineData("112", DialDenial.NotAllowed)]
    [InlineData("0890", DialDenial.NotAllowed)]
    [InlineData("anonymous", DialDenial.NotAllowed)]
    [InlineData("+79370000030;postd=pp22", null)]
    [InlineData("+79370000030,,5352345678", DialDenial.NotANumber)]
    [InlineData("%252B5352345678", DialDenial.NotANumber)]
    public void Everything_else_is_denied(string number, DialDenial? expected)
    {
        var verdict = Judge(number);
        Assert.Equal(expected, (verdict as DialVerdict.Denied)?.Reason);
    }

    [Fact]
    public void Of_ten_thousand_generated_numbers_none_outside_the_allow_list_reaches_the_trunk()
    {
        var random = new Random(8);
        string[] heads =
            ["+7", "8", "+380", "0", "810", "00", "+53", "+", "", "tel:+7", "tel:+53", "sip:+7",
                "%2B7", "%2B53", "+7809", "8809",
                "8-10-53", "+7 9", "+38067", "+7940", "+7840", "112", "*", "#", "9"];
        var granted = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var tail = string.Concat(Enumerable.Range(0, random.Next(13)).Select(_ => (char)('0' + random.Next(10))));
            var written = heads[random.Next(heads.Length)] + tail;
            // A fresh plan each time: the freeze must not do the dial plan's work.
            var plan = new DialPlan(new DialPlanOptions(), _time);
            if (plan.Judge("privolsk", "201", written) is DialVerdict.Granted { Lease.Number: var number })
            {
                granted++;
                Assert.Matches(Resident(), number.ToString());
            }
        }

        Assert.InRange(granted, 100, 5_000);
    }

    [Fact]
    public void The_rules_of_an_organisation_replace_the_default()
    {
        var options = new DialPlanOptions();
        options.Rules["khmelnytske"] = DialRules.Ukraine;
        var plan = new DialPlan(options, _time);

        Assert.IsType<DialVerdict.Denied>(plan.Judge("khmelnytske", "203", "+79370000030"));
        Assert.IsType<DialVerdict.Granted>(plan.Judge("privolsk", "201", "+79370000030"));
    }

    [Fact]
    public void A_user_has_three_calls_at_once_and_a_returned_lease_frees_a_place()
    {
        var plan = new DialPlan(new DialPlanOptions(), _time);
        var leases = Enumerable.Range(0, 3).Select(_ => Grant(plan, "201")).ToList();

        Assert.Equal(new DialVerdict.Denied(DialDenial.TooManyAtOnce), plan.Judge("privolsk", "201", "+79370000030"));
        Grant(plan, "202");
        leases[0].Dispose();
        leases[0].Dispose();
        Grant(plan, "201");
        Assert.IsType<DialVerdict.Denied>(plan.Judge("privolsk", "201", "+79370000030"));
    }

    [Fact]
    public void The_hour_of_a_user_is_spent_and_comes_back_at_midnight()
    {
        var plan = new DialPlan(new DialPlanOptions(), _time);
        using (var lease = Grant(plan, "201"))
        {
            Assert.Equal(TimeSpan.FromMinutes(60), lease.TimeAllowed);
            lease.Talked = TimeSpan.FromMinutes(59);
        }

        using (var lease = Grant(plan, "201"))
        {
            Assert.Equal(TimeSpan.FromMinutes(1), lease.TimeAllowed);
            lease.Talked = TimeSpan.FromMinutes(1);
        }

        Assert.Equal(
            new DialVerdict.Denied(DialDenial.UserMinutesSpent), plan.Judge("privolsk", "201", "+79370000030"));
        _time.Advance(TimeSpan.FromHours(15));
        Grant(plan, "201");
    }

    [Fact]
    public void The_trunk_has_a_limit_of_its_own()
    {
        var plan = new DialPlan(new DialPlanOptions { TrunkTimePerDayMax = TimeSpan.FromMinutes(5) }, _time);
        using (var lease = Grant(plan, "201"))
        {
            Assert.Equal(TimeSpan.FromMinutes(5), lease.TimeAllowed);
            lease.Talked = TimeSpan.FromMinutes(5);
        }

        Assert.Equal(
            new DialVerdict.Denied(DialDenial.TrunkMinutesSpent), plan.Judge("privolsk", "202", "+79370000030"));
    }

    [Fact]
    public void Twenty_denials_freeze_the_user_and_raise_one_alarm()
    {
        var alarms = new List<string>();
        var plan = new DialPlan(new DialPlanOptions(), _time) { OnFrozen = alarms.Add };
        for (var i = 0; i < 20; i++)
        {
            plan.Judge("privolsk", "201", "+5352345678");
        }

        Assert.Equal(new DialVerdict.Denied(DialDenial.Frozen), plan.Judge("privolsk", "201", "+79370000030"));
        Assert.True(plan.IsFrozen("201"));
        Grant(plan, "202");
        Assert.Equal(["201"], alarms);
        plan.Thaw("201");
        Grant(plan, "201");
    }

    private static DialLease Grant(DialPlan plan, string user) =>
        Assert.IsType<DialVerdict.Granted>(plan.Judge("privolsk", user, "+79370000030")).Lease;

    private DialVerdict Judge(string number) =>
        new DialPlan(new DialPlanOptions(), _time).Judge("privolsk", "201", number);

    /// <summary>Written anew from DOMAIN and A8, not taken from the plan.</summary>
    [GeneratedRegex(@"^(\+7(?!80|840|88|940)[3489]\d{9}|\+380(?!70|90)[345679]\d{8})$")]
    private static partial Regex Resident();
}
