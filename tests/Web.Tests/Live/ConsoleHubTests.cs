using System.Net.WebSockets;
using Zhkh.Web.Access;
using Zhkh.Web.Live;

namespace Zhkh.Web.Tests.Live;

public sealed class ConsoleHubTests(TestHost host) : IClassFixture<TestHost>
{
    private LiveStream Stream => host.Get<LiveStream>();

    [Fact]
    public async Task Events_come_whole_and_what_is_missed_during_a_cut_comes_once()
    {
        using var person = await host.SignInAsync("dispatcher");
        long seen;
        string epoch;
        await using (var hub = await ConnectAsync(person))
        {
            Stream.Publish("privolsk", LiveEventType.CallRinging, new { callId = "first" });
            var count = 1;
            while ((await hub.EventsAsync(count))[count - 1].GetProperty("type").GetString() != "call.ringing")
            {
                count++;
            }

            var first = hub.Events[count - 1];
            Assert.Equal("privolsk", first.GetProperty("organisation").GetString());
            Assert.Equal("first", first.GetProperty("data").GetProperty("callId").GetString());
            seen = first.GetProperty("seq").GetInt64();
            epoch = first.GetProperty("epoch").GetString()!;
        }

        for (var i = 0; i < 50; i++)
        {
            Stream.Publish("privolsk", LiveEventType.Changed, new { list = "calls" });
        }

        await using var again = await ConnectAsync(person);
        var answer = await again.InvokeAsync("Resume",
            new Dictionary<string, long> { ["privolsk"] = seen, ["khmelnytske"] = 0 }, epoch);
        Assert.False(answer.TryGetProperty("snapshotRequired", out _));
        // Other tests speak to the same host meanwhile: what comes is whole and in order, and at least these fifty.
        var missed = answer.GetProperty("events").EnumerateArray()
            .Where(e => e.GetProperty("organisation").GetString() == "privolsk")
            .Select(e => e.GetProperty("seq").GetInt64()).ToList();
        Assert.True(missed.Count >= 50);
        Assert.Equal(Enumerable.Range(1, missed.Count).Select(i => seen + i), missed);
    }

    [Fact]
    public async Task Another_epoch_is_told_to_take_a_snapshot_with_the_numbers_to_go_on_from()
    {
        using var person = await host.SignInAsync("dispatcher");
        await using var hub = await ConnectAsync(person);
        var answer = await hub.InvokeAsync("Resume", new Dictionary<string, long>(), "yesterday");
        Assert.True(answer.GetProperty("snapshotRequired").GetBoolean());
        Assert.Equal(Stream.Epoch, answer.GetProperty("epoch").GetString());
        Assert.Equal(["khmelnytske", "privolsk"],
            answer.GetProperty("seqs").EnumerateObject().Select(p => p.Name).Order());
        Assert.False(answer.TryGetProperty("events", out _));
    }

    [Fact]
    public async Task A_console_of_one_organisation_hears_nothing_of_the_other()
    {
        await host.Get<Operators>().AddAsync(
            "only-ua", "Олена", Role.Dispatcher, ["khmelnytske"], null, "demo", CancellationToken.None);
        using var person = await host.SignInAsync("only-ua");
        await using var hub = await ConnectAsync(person);
        Stream.Publish("privolsk", LiveEventType.CallRinging, new { callId = "not yours" });
        Stream.Publish("khmelnytske", LiveEventType.CallRinging, new { callId = "yours" });
        var only = (await hub.EventsAsync(1))[0];
        Assert.Equal("yours", only.GetProperty("data").GetProperty("callId").GetString());
        Assert.Single(hub.Events);

        var answer = await hub.InvokeAsync("Resume",
            new Dictionary<string, long> { ["privolsk"] = 0, ["khmelnytske"] = 0 }, Stream.Epoch);
        Assert.All(answer.GetProperty("events").EnumerateArray(),
            e => Assert.Equal("khmelnytske", e.GetProperty("organisation").GetString()));
    }

    [Fact]
    public async Task The_heartbeat_says_the_servers_time_and_how_far_the_streams_are()
    {
        using var person = await host.SignInAsync("dispatcher");
        await using var hub = await ConnectAsync(person);
        var beat = await hub.BeatAsync();
        Assert.InRange(beat.GetProperty("serverNow").GetDateTimeOffset(),
            TimeProvider.System.GetUtcNow().AddSeconds(-10), TimeProvider.System.GetUtcNow().AddSeconds(1));
        Assert.Equal(2, beat.GetProperty("seqs").EnumerateObject().Count());
    }

    [Theory]
    [InlineData("https://evil.example.net")]
    [InlineData("null")]
    [InlineData(null)]
    [InlineData("http://127.0.0.1.example.net")]
    public async Task A_handshake_from_elsewhere_is_refused(string? origin)
    {
        using var person = await host.SignInAsync("dispatcher");
        await Assert.ThrowsAsync<WebSocketException>(
            () => HubClient.ConnectAsync(host.Address, person.Cookie, origin));
    }

    [Fact]
    public async Task Without_a_session_there_is_no_line()
    {
        using var stranger = host.Stranger();
        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(stranger));
    }

    [Theory]
    [InlineData("crew1")]
    [InlineData("billing")]
    [InlineData("clerk")]
    public async Task Roles_without_the_console_get_no_line(string user)
    {
        using var person = await host.SignInAsync(user);
        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(person));
    }

    [Fact]
    public async Task Signing_out_elsewhere_cuts_the_line_within_five_seconds()
    {
        using var person = await host.SignInAsync("dispatcher2");
        await using var hub = await ConnectAsync(person);
        using var ended = await person.SendAsync(HttpMethod.Delete, "/api/session", null);
        Assert.True(await hub.IsCutWithinAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_disabled_person_is_cut_within_five_seconds()
    {
        await host.Get<Operators>().AddAsync(
            "leaver", "Leaver", Role.Dispatcher, ["privolsk"], null, "demo", CancellationToken.None);
        using var person = await host.SignInAsync("leaver");
        await using var hub = await ConnectAsync(person);
        await host.Get<Operators>().DisableAsync("leaver", CancellationToken.None);
        Assert.True(await hub.IsCutWithinAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task Twenty_consoles_and_fifty_cuts_miss_nothing_and_see_nothing_twice()
    {
        const int Events = 1_000;
        using var person = await host.SignInAsync("admin");
        var begin = Stream.Seqs(["privolsk"])["privolsk"];
        var consoles = Enumerable.Range(0, 20)
            .Select(n => WatchAsync(person, begin, begin + Events, cuts: n % 6)).ToList();
        for (var i = 0; i < Events; i++)
        {
            Stream.Publish("privolsk", LiveEventType.Changed, new { list = "calls" });
            if (i % 10 == 0)
            {
                await Task.Yield();
            }
        }

        foreach (var seen in await Task.WhenAll(consoles))
        {
            Assert.Equal(Enumerable.Range(1, Events).Select(i => begin + i), seen);
        }
    }

    [Fact]
    public async Task A_tab_that_does_not_read_costs_the_others_nothing_and_is_cut()
    {
        const int Burst = 1_900;
        using var person = await host.SignInAsync("admin");
        await using var asleep = await ConnectAsync(person);
        var card = new { list = "calls", weight = new string('x', 8_000) };
        for (var round = 0; round < 2; round++)
        {
            var begin = Stream.Seqs(["privolsk"])["privolsk"];
            var awake = WatchAsync(person, begin, begin + Burst, cuts: 0);
            for (var i = 0; i < Burst; i++)
            {
                Stream.Publish("privolsk", LiveEventType.Changed, card);
            }

            Assert.Equal(Burst, (await awake.WaitAsync(TimeSpan.FromSeconds(30))).Count);
        }

        Assert.True(await asleep.IsCutWithinAsync(TimeSpan.FromSeconds(20)));
    }

    /// <summary>A console as ours is: keeps the highest number, asks for what is missing after each cut.</summary>
    private async Task<List<long>> WatchAsync(ApiClient person, long begin, long end, int cuts)
    {
        var seen = new List<long>();
        var last = begin;
        while (last < end)
        {
            await using var hub = await ConnectAsync(person);
            var missed = await hub.InvokeAsync("Resume",
                new Dictionary<string, long> { ["privolsk"] = last, ["khmelnytske"] = 0 }, Stream.Epoch);
            Take(missed.GetProperty("events").EnumerateArray());
            Take(hub.Events);
            var until = cuts-- > 0 ? Math.Min(end, last + 40) : end;
            try
            {
                while (last < until)
                {
                    var known = hub.Events.Count;
                    await hub.EventsAsync(known + 1);
                    Take(hub.Events.Skip(known));
                }
            }
            catch (Exception cut) when (cut is WebSocketException or EndOfStreamException)
            {
                // Too slow for the burst: cut, and the next turn asks for the rest.
            }
        }

        return seen;

        void Take(IEnumerable<System.Text.Json.JsonElement> events)
        {
            foreach (var pushed in events.Where(e => e.GetProperty("organisation").GetString() == "privolsk"))
            {
                var seq = pushed.GetProperty("seq").GetInt64();
                if (seq == last + 1)
                {
                    seen.Add(seq);
                    last = seq;
                }
                else
                {
                    Assert.True(seq <= last, $"A gap: {seq} after {last}");
                }
            }
        }
    }

    private static Task<HubClient> ConnectAsync(ApiClient person) =>
        HubClient.ConnectAsync(new Uri(person.Origin), person.Cookie, person.Origin);
}
