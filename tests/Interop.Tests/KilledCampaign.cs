namespace Zhkh.Interop.Tests;

/// <summary>A campaign whose host is killed while telephones ring.</summary>
public sealed class KilledCampaign
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task A_kill_in_the_middle_rings_nobody_twice_and_forgets_nobody()
    {
        var phones = DebtTown.Seeded(40, seed: 9, _ => '9');
        await using var town = await DebtTown.StartAsync("127.0.60.2", phones);
        using var debtors = town.AnswerPhones();
        var campaign = await town.BeginCampaignAsync(linesMax: 9, callsPerMinute: 600);
        while (WireCalls.Read(debtors.Trace()).Count < 12)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        town.Host.Kill();
        await town.Host.WaitReadyAsync();
        await town.SignInAgainAsync();
        var contacts = await town.AllTriedAsync(campaign, Patience);
        var rung = WireCalls.Read(debtors.Trace()).GroupBy(c => c.Dialled).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(40, contacts.Count);
        Assert.All(rung, r => Assert.Equal((r.Key, 1), (r.Key, r.Value)));
        Assert.All(contacts, contact =>
        {
            Assert.Equal(1, contact.GetProperty("attempts").GetInt32());
            var isLost = contact.GetProperty("disposition").GetString() == "failed";
            // Cut off by the kill, or written down and never sent: it waits for its next try and counts as a contact.
            Assert.Equal(isLost ? "waiting" : "ended", contact.GetProperty("state").GetString());
            Assert.True(isLost || rung.ContainsKey(contact.GetProperty("phone").GetString()!));
        });
        Assert.InRange(contacts.Count(c => c.GetProperty("disposition").GetString() == "failed"), 1, 9);
        Assert.Equal(40, await town.CountAsync("select count(*) from pbx.contacts where is_reached"));
    }
}
