using Zhkh.Pbx.Numbers;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Numbers;

/// <summary>Closed classes on top of the rules: what one phone may.</summary>
public sealed class DialRightsTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("+78462000011", "78462", DialClass.Town)]
    [InlineData("+78463000011", "78462", DialClass.Country)]
    [InlineData("+79370000030", "78462", DialClass.Mobile)]
    [InlineData("+380670000184", "78462", DialClass.Abroad)]
    [InlineData("+380382000184", "380382", DialClass.Town)]
    [InlineData("+380670000184", "380382", DialClass.Mobile)]
    [InlineData("+380444000184", "380382", DialClass.Country)]
    [InlineData("+79370000030", "380382", DialClass.Abroad)]
    [InlineData("+78462000011", "7", DialClass.Country)]
    [InlineData("+79370000030", "", DialClass.Mobile)]
    [InlineData("+380670000184", "", DialClass.Mobile)]
    [InlineData("+78462000011", "", DialClass.Country)]
    public void A_number_has_one_class(string written, string home, DialClass expected)
    {
        var read = Assert.IsType<NumberReading.Phone>(NumberPlan.Read(written));
        Assert.Equal(expected, DialClasses.Of(read.Number, home));
    }

    [Theory]
    [InlineData(DialClass.Internal, "+78462000011", false)]
    [InlineData(DialClass.Town, "+78462000011", true)]
    [InlineData(DialClass.Town, "+79370000030", false)]
    [InlineData(DialClass.Mobile, "+79370000030", true)]
    [InlineData(DialClass.Mobile, "+78463000011", false)]
    [InlineData(DialClass.Country, "+78463000011", true)]
    [InlineData(DialClass.Country, "+380670000184", false)]
    [InlineData(DialClass.Abroad, "+380670000184", true)]
    public void A_phone_calls_as_far_as_its_class(DialClass reach, string number, bool may)
    {
        var verdict = Plan(new DialRights(reach, null, "78462")).Judge("privolsk", "201", number);
        Assert.Equal(may ? null : DialDenial.OutOfReach, (verdict as DialVerdict.Denied)?.Reason);
    }

    [Theory]
    [InlineData("88095000000")]
    [InlineData("+380900000000")]
    [InlineData("+5352345678")]
    public void Premium_and_the_rest_of_the_world_are_closed_to_the_widest_class(string number) =>
        Assert.Equal(
            new DialVerdict.Denied(DialDenial.NotAllowed),
            Plan(new DialRights(DialClass.Abroad)).Judge("privolsk", "201", number));

    [Fact]
    public void The_minutes_of_a_phone_are_the_fewer()
    {
        var plan = Plan(new DialRights(DialClass.Abroad, 10));
        using (var lease = Grant(plan))
        {
            Assert.Equal(TimeSpan.FromMinutes(10), lease.TimeAllowed);
            lease.Talked = TimeSpan.FromMinutes(10);
        }

        Assert.Equal(
            new DialVerdict.Denied(DialDenial.UserMinutesSpent), plan.Judge("privolsk", "201", "+79370000030"));
        using var generous = Grant(Plan(new DialRights(DialClass.Abroad, 1000)));
        Assert.Equal(TimeSpan.FromMinutes(60), generous.TimeAllowed);
    }

    [Fact]
    public void Twenty_tries_beyond_its_reach_freeze_a_phone()
    {
        var plan = Plan(new DialRights(DialClass.Internal));
        for (var i = 0; i < 20; i++)
        {
            plan.Judge("privolsk", "201", "+79370000030");
        }

        Assert.True(plan.IsFrozen("201"));
    }

    private static DialLease Grant(DialPlan plan) =>
        Assert.IsType<DialVerdict.Granted>(plan.Judge("privolsk", "201", "+79370000030")).Lease;

    private DialPlan Plan(DialRights rights) => new(new DialPlanOptions(), _time) { RightsOf = _ => rights };
}
