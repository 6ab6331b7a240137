using System.Net.Http.Json;
using System.Text.Json;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>
/// A ticket goes to a crew, the crew does it through its link, the robot asks the resident for a mark at the agreed
/// hour; a low mark comes back with the resident's own words, reopens the ticket and stands before the senior.
/// </summary>
[Collection(JourneyCollection.Name)]
public class JobGoesRound(JourneyTown town)
{
    private const string Resident = "+79370000032";
    private const double ComplaintHertz = 650;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_job_is_ordered_done_rated_low_and_comes_back_with_the_reason_in_their_own_words()
    {
        using var desk = await town.SignInAsync("dispatcher");
        using var senior = await town.SignInAsync("supervisor");
        var ticket = await desk.PostAsync("/api/tickets", new
        {
            text = "Течёт кран на кухне", accountNumber = "4406030", phone = Resident, priority = "normal",
        });
        var id = ticket.GetProperty("id").GetString()!;
        var order = (await desk.PostAsync($"/api/tickets/{id}/assign", new { crew = "crew3" }))
            .GetProperty("id").GetString()!;
        await DoTheJobAsync(await LinkAsync(order));
        var poll = (await desk.GetAsync($"/api/tickets/{id}")).GetProperty("poll");
        Assert.Equal("waiting", poll.GetProperty("state").GetString());
        // The agreed hour comes at once.
        await town.ExecuteAsync($"""
            update dispatch.polls set due_at = now(), closes_at = now() + interval '2 hours'
            where id = '{poll.GetProperty("id").GetString()}'
            """);
        await RateAsync();

        var back = await TicketAsync(desk, id, t => t.GetProperty("status").GetString() == "accepted"
            && t.GetProperty("poll").GetProperty("state").GetString() == "rated");
        Assert.Equal(1, back.GetProperty("rating").GetInt32());
        Assert.True(back.GetProperty("poll").GetProperty("hasComment").GetBoolean());
        var recording = back.GetProperty("poll").GetProperty("recordingId").GetString();
        var wav = WavAudio.Read(await senior.BytesAsync($"/api/recordings/{recording}.wav"));
        var said = ToneMeter.SecondsOf(wav.Channels[0], ComplaintHertz);
        Assert.True(said > 3, $"{said} s of the comment are in the recording");
        await senior.EventuallyAsync("/api/attention", rows => rows.Any(
            a => a.GetProperty("ticketId").GetString() == id && a.GetProperty("reason").GetString() == "lowScore"
                && a.GetProperty("forSupervisor").GetBoolean()), Limit);
        var report = await senior.GetAsync("/api/reports/satisfaction?organisation=privolsk");
        Assert.Contains(report.GetProperty("low").EnumerateArray(),
            row => row.GetProperty("ticketId").GetString() == id && row.GetProperty("score").GetInt32() == 1);
        Assert.Single(town.Phones.Dialled, number => number == Resident);
    }

    /// <summary>The link is in the SMS, and the SMS is in the demo outbox: nothing left the machine.</summary>
    private async Task<string> LinkAsync(string order)
    {
        using var admin = await town.SignInAsync("admin");
        var sent = await admin.EventuallyAsync($"/api/outward?organisation=privolsk&subject=crew:{order}",
            rows => rows.Any(m => m.GetProperty("text").GetString()!.Contains("/c/", StringComparison.Ordinal)), Limit);
        var text = sent.Select(m => m.GetProperty("text").GetString()!)
            .First(t => t.Contains("/c/", StringComparison.Ordinal));
        return text.Split("/c/")[^1].Split(' ', '\n')[0];
    }

    private async Task DoTheJobAsync(string token)
    {
        using var browser = new HttpClient(new HttpClientHandler { UseCookies = true });
        browser.BaseAddress = town.Host.Http;
        var opened = await browser.GetFromJsonAsync<JsonElement>($"/api/crew-links/{token}");
        Assert.Equal("ordered", opened.GetProperty("state").GetString());
        foreach (var move in new[] { "accept", "onTheWay", "onSite", "done" })
        {
            using var answer = await browser.PostAsJsonAsync($"/api/crew-links/{token}/moves", new { move });
            Assert.True(answer.IsSuccessStatusCode, $"{move}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private async Task RateAsync()
    {
        var phone = await town.Phones.RingAsync(Limit);
        Assert.Equal(Resident, phone.Number);
        phone.PickUp();
        await phone.Sound.HearAsync(PromptEar.Sequence("ru", "sv.ask", "sv.ask.2", "sv.ask.3"), Limit);
        await phone.Sound.PressAsync("1");
        var low = await phone.Sound.HearAsync(PromptEar.Sequence("ru", "sv.low"), Limit);
        // One speaks after the tone.
        var tone = PromptEar.Find(low, "ru", "sv.low") + PromptEar.LengthOf("ru", "sv.low") + 8000;
        await phone.Sound.HearAsync(heard => heard.Length > tone, Limit);
        await phone.Sound.SpeakAsync(ToneMeter.Hum(ComplaintHertz, TimeSpan.FromSeconds(4)));
        await phone.Sound.SpeakAsync(new short[8000 * 3]);
        await phone.Sound.HearAsync(PromptEar.Sequence("ru", "sv.thanks"), Limit);
        await phone.Ended.WaitAsync(Limit);
    }

    private static async Task<JsonElement> TicketAsync(HostApi desk, string id, Func<JsonElement, bool> isSo)
    {
        JsonElement ticket = default;
        await JourneyTown.UntilAsync(async () => isSo(ticket = await desk.GetAsync($"/api/tickets/{id}")), Limit,
            "the ticket did not come back");
        return ticket;
    }
}
