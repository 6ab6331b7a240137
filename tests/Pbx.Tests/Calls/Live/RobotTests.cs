using System.Diagnostics;
using Zhkh.Pbx.Calls;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Calls.Live;

/// <summary>Playing and listening over real sound.</summary>
public sealed class RobotTests
{
    [Fact]
    public async Task A_caller_the_robot_does_not_know_types_the_account_and_hears_its_balance()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var exchange = await TestExchange.StartAsync(database: database.System);
        using var trunk = exchange.Trunk();
        await using var sound = new RtpPeer(TestExchange.TrunkAddress);
        var call = await ConnectAsync(exchange, trunk, sound, "100", "+79379999999");
        await sound.HearAsync(h => PromptEar.Find(h, "ru", "acc.ask") >= 0, TimeSpan.FromSeconds(25));

        await sound.PressAsync("4406030#");
        await sound.HearAsync(h => PromptEar.Find(h, "ru", "bal.total_debt") >= 0, TimeSpan.FromSeconds(25));
        await TestExchange.Until(() => exchange.Exchange.Feed.Live.Single().AccountNumber == "4406030");
        await Task.Delay(TimeSpan.FromSeconds(8));
        trunk.Send(call.Bye());
        await exchange.EndedAsync();
        await exchange.DrainedAsync();

        Assert.Equal("4406030", await database.ScalarAsync<string>("select digits from pbx.calls"));
        Assert.Equal("selfService", await database.ScalarAsync<string>("select outcome from pbx.calls"));
        Assert.True(await database.ScalarAsync<bool>(
            "select array_position(heard, 'acc.ask') < array_position(heard, 'bal.total_debt') from pbx.calls"));
    }

    [Fact]
    public async Task A_key_silences_the_robot_within_300_ms_and_is_the_answer_of_the_next_question()
    {
        Digits? answer = null;
        await using var exchange = await TestExchange.StartAsync(o => o.Routes["700"] = new InboundRoute(
            async call =>
            {
                await call.PlayAsync([.. Enumerable.Repeat(new Prompt("acc.ask"), 5)]);
                answer = await call.ReadDigitsAsync(Ask.Key());
                await Task.Delay(Timeout.InfiniteTimeSpan, call.HangUp);
            }, "privolsk"));
        using var trunk = exchange.Trunk();
        await using var sound = new RtpPeer(TestExchange.TrunkAddress);
        var call = await ConnectAsync(exchange, trunk, sound, "700");
        await sound.HearAsync(h => Loudness(h[^Math.Min(h.Length, 1600)..]) > 200, TimeSpan.FromSeconds(10));

        var pressed = sound.Heard().Length;
        var clock = Stopwatch.StartNew();
        await sound.PressAsync("7");
        await TestExchange.Until(() => answer is not null);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3), $"{clock.Elapsed}");
        await Task.Delay(TimeSpan.FromSeconds(0.6));

        var after = sound.Heard()[pressed..];
        Assert.True(after.Length > 8000 * 0.45, $"{after.Length} samples came: silence is sent too");
        Assert.True(Loudness(after[(int)(8000 * 0.3)..]) < 10, "the robot still speaks");
        Assert.Equal(new Digits("7", false), answer);
        trunk.Send(call.Bye());
        await exchange.EndedAsync();
    }

    [Fact]
    public async Task A_hash_after_a_complete_number_does_not_answer_the_next_question()
    {
        var answers = new List<Digits>();
        await using var exchange = await TestExchange.StartAsync(o => o.Routes["700"] = new InboundRoute(
            async call =>
            {
                answers.Add(await call.ReadDigitsAsync(Ask.Number(3)));
                answers.Add(await call.ReadDigitsAsync(Ask.Key()));
                await Task.Delay(Timeout.InfiniteTimeSpan, call.HangUp);
            }, "privolsk"));
        using var trunk = exchange.Trunk();
        await using var sound = new RtpPeer(TestExchange.TrunkAddress);
        await ConnectAsync(exchange, trunk, sound, "700");
        await sound.PressAsync("123#5");
        await TestExchange.Until(() => answers.Count == 2);
        Assert.Equal([new Digits("123", false), new Digits("5", false)], answers);
    }

    [Fact]
    public async Task Silence_is_an_answer_too_and_a_secret_is_told_to_nobody()
    {
        var answers = new List<Digits>();
        await using var database = await FreshDatabase.CreateAsync();
        await using var exchange = await TestExchange.StartAsync(o => o.Routes["700"] = new InboundRoute(
            async call =>
            {
                var brief = TimeSpan.FromMilliseconds(300);
                answers.Add(await call.ReadDigitsAsync(new Ask([], 4, brief, brief)));
                answers.Add(await call.ReadDigitsAsync(
                    new Ask([], 4, TimeSpan.FromSeconds(5), brief) { IsSecret = true }));
            }, "privolsk"), database.System);
        using var trunk = exchange.Trunk();
        await using var sound = new RtpPeer(TestExchange.TrunkAddress);
        await ConnectAsync(exchange, trunk, sound, "700");
        await TestExchange.Until(() => answers.Count == 1);
        Assert.True(answers[0].IsSilence);
        await sound.PressAsync("42");
        await TestExchange.Until(() => answers.Count == 2);
        Assert.Equal(new Digits("42", false), answers[1]);
        await exchange.EndedAsync();
        await exchange.DrainedAsync();
        Assert.Equal("", await database.ScalarAsync<string>("select digits from pbx.calls"));
    }

    [Fact]
    public async Task The_recording_holds_the_caller_on_the_left_and_the_robot_on_the_right()
    {
        await using var exchange = await TestExchange.StartAsync(o => o.Routes["700"] = new InboundRoute(
            async call =>
            {
                await call.PlayAsync(new Prompt("acc.ask"));
                await Task.Delay(Timeout.InfiniteTimeSpan, call.HangUp);
            }, "privolsk"));
        using var trunk = exchange.Trunk();
        await using var sound = new RtpPeer(TestExchange.TrunkAddress);
        var call = await ConnectAsync(exchange, trunk, sound, "700");
        var tone = new short[8000];
        for (var i = 0; i < tone.Length; i++)
        {
            tone[i] = (short)(8000 * Math.Sin(2 * Math.PI * 440 * i / 8000));
        }

        await sound.SpeakAsync(tone);
        trunk.Send(call.Bye());
        var ended = await exchange.EndedAsync();
        var id = Assert.NotNull(ended.RecordingId);
        await TestExchange.Until(() => exchange.Exchange.Recordings.TryOpen(id) is { Ended: true });
        using var wav = new MemoryStream();
        Assert.True(await exchange.Exchange.Recordings.WriteWavAsync(id, wav, CancellationToken.None));

        var samples = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(wav.ToArray().AsSpan(44));
        var (left, right) = (new short[samples.Length / 2], new short[samples.Length / 2]);
        for (var i = 0; i < left.Length; i++)
        {
            (left[i], right[i]) = (samples[2 * i], samples[(2 * i) + 1]);
        }

        Assert.True(Loudness(left) > 1000, "the caller is not on the left");
        Assert.True(
            PromptEar.Find(right, "ru", "acc.ask") >= 0, "the robot is not on the right");
    }

    private static async Task<WirePeerCall> ConnectAsync(
        TestExchange exchange, WirePeer trunk, RtpPeer sound, string number, string from = "+79370000030")
    {
        var call = exchange.Call(trunk, number, from);
        trunk.Send(call.Invite(TestExchange.Sdp(TestExchange.TrunkAddress, sound.Port)));
        var ok = await trunk.ReceiveFinalAsync();
        Assert.Equal(200, ok.Status);
        call.Learn(ok);
        trunk.Send(call.Ack());
        return call;
    }

    private static double Loudness(ReadOnlySpan<short> samples)
    {
        double sum = 0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return Math.Sqrt(sum / Math.Max(1, samples.Length));
    }
}
