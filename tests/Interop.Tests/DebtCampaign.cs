namespace Zhkh.Interop.Tests;

/// <summary>A campaign against a hundred debtors of a sipp, through the product as its user runs it.</summary>
public sealed class DebtCampaign
{
    private const int LinesCapacity = 12;
    private const int LinesReserved = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task A_hundred_debtors_end_as_they_behave_and_the_reserve_stays_free_while_residents_call()
    {
        var phones = DebtTown.Seeded(100, seed: 20261122, n => (char)('0' + (n % 10)));
        await using var town = await DebtTown.StartAsync("127.0.60.1", phones);
        using var debtors = town.AnswerPhones();
        var campaign = await town.BeginCampaignAsync(linesMax: 9, callsPerMinute: 600);

        // Residents call in meanwhile, four at a time, each for some seconds.
        var residents = new List<TrunkCall>();
        for (var round = 0; round < 3; round++)
        {
            for (var n = 0; n < 4; n++)
            {
                residents.Add(TrunkCall.Place(town.Host.Sip, "+7844" + round + "00000" + n, "100",
                    TimeSpan.FromSeconds(8), $"127.0.60.{20 + (round * 4) + n}"));
            }

            foreach (var resident in residents.TakeLast(4))
            {
                Assert.Equal(0, await resident.EndAsync(Patience));
            }
        }

        var contacts = await town.AllTriedAsync(campaign, Patience);
        Assert.Equal(phones.Order(), contacts.Select(c => c.GetProperty("phone").GetString()!).Order());
        Assert.All(contacts, contact =>
        {
            var phone = contact.GetProperty("phone").GetString()!;
            Assert.Equal((phone, DebtorScenario.Expected[phone[^1]], 1),
                (phone, contact.GetProperty("disposition").GetString(), contact.GetProperty("attempts").GetInt32()));
        });

        var dialled = WireCalls.Read(debtors.Trace());
        var answered = residents.SelectMany(r => WireCalls.Read(r.Trace)).ToList();
        Assert.Equal(phones.Order(), dialled.Select(c => c.Dialled).Order());
        Assert.Equal(12, answered.Count);
        Assert.All(dialled, call => AssertReserve(call, dialled, answered));
        foreach (var resident in residents)
        {
            await resident.DisposeAsync();
        }

        // Only who was reached counts against the limits; who promised keeps the day; who disputes has a ticket.
        Assert.Equal(60, await town.CountAsync("select count(*) from pbx.contacts where is_reached"));
        Assert.Equal(20, await town.CountAsync("select count(*) from pbx.opt_outs"));
        Assert.Equal(10, await town.CountAsync("select count(*) from pbx.dial_orders where promised_on is not null"));
        var tickets = await town.Api.EventuallyAsync(
            "/api/tickets?limit=200", rows => rows.Count(IsDispute) == 10, TimeSpan.FromSeconds(60));
        Assert.All(tickets.Where(IsDispute), t => Assert.NotNull(t.GetProperty("accountNumber").GetString()));
    }

    /// <summary>
    /// With this call, the robot's and the residents' that had come a second before must leave the reserve free.
    /// </summary>
    private static void AssertReserve(
        WireCall call, IReadOnlyList<WireCall> dialled, IReadOnlyList<WireCall> residents)
    {
        var at = call.Began;
        var robot = dialled.Count(c => c.Began <= at && c.Ended > at);
        var people = residents.Count(c => c.Began <= at - TimeSpan.FromSeconds(1) && c.Ended > at);
        Assert.True(
            robot + people <= LinesCapacity - LinesReserved, $"{at:O}: {robot} of the robot, {people} residents");
    }

    private static bool IsDispute(System.Text.Json.JsonElement ticket) =>
        ticket.GetProperty("text").GetString()!.Contains("Не согласен с суммой", StringComparison.Ordinal);
}
