using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>Which announcements of a plan a caller hears, and when: those for a house wait until it is known.</summary>
internal static class Announced
{
    /// <summary>
    /// After the greeting: for everybody, and for the house of a caller whose number names one account.
    /// </summary>
    public static async Task<IReadOnlyList<Prompt>> BeforeAccountAsync(
        TownDesks desks, ICall call, CallPlan plan, Subscriber? only, TimeSpan within)
    {
        var house = only is null ? null : await HouseAsync(desks, call, plan, only, within);
        return Words(plan.Announcements.Where(
            a => a.Houses.Count == 0 || (house is { } own && a.Houses.Contains(own))));
    }

    /// <summary>For the house of an account that was chosen or typed in.</summary>
    public static async Task<IReadOnlyList<Prompt>> OfHouseAsync(
        TownDesks desks, ICall call, CallPlan plan, Subscriber account, TimeSpan within) =>
        await HouseAsync(desks, call, plan, account, within) is { } house
            ? Words(plan.Announcements.Where(a => a.Houses.Contains(house)))
            : [];

    /// <summary>The desk is asked only when an answer would change anything; a silent one names no house.</summary>
    private static async Task<Guid?> HouseAsync(
        TownDesks desks, ICall call, CallPlan plan, Subscriber account, TimeSpan within) =>
        plan.Announcements.Any(a => a.Houses.Count > 0)
            ? (await desks.HouseAsync(call, account.AccountNumber, within)).Value
            : null;

    private static IReadOnlyList<Prompt> Words(IEnumerable<Announcement> announcements) =>
        [.. announcements.Take(Announcement.SpokenMax).Select(a => new Prompt(a.Text))];
}
