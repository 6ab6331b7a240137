using System.Text.Json;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Rtp;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Calls.Live;

/// <summary>A message on the wire: a signal, its own recording, one fact — a callback when there is none.</summary>
public sealed class VoicemailTests : IAsyncLifetime
{
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(1);

    private FreshDatabase _database = null!;
    private TestExchange _exchange = null!;
    private WirePeer _trunk = null!;
    private RtpPeer _resident = null!;
    private bool? _isTaken;

    public async ValueTask InitializeAsync()
    {
        _database = await FreshDatabase.CreateAsync();
        _exchange = await TestExchange.StartAsync(
            o => o.Routes["710"] = new InboundRoute(TakeAsync, "privolsk"), _database.System);
        _trunk = _exchange.Trunk();
        _resident = new RtpPeer(TestExchange.TrunkAddress);
    }

    public async ValueTask DisposeAsync()
    {
        _trunk.Dispose();
        await _resident.DisposeAsync();
        await _exchange.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task What_is_said_after_the_signal_is_a_message_even_when_the_caller_just_hangs_up()
    {
        var call = await CallAsync();
        await _resident.SpeakAsync(ToneMeter.Hum(440, TimeSpan.FromSeconds(2.5)));
        _trunk.Send(call.Bye());
        await _exchange.DrainedAsync();

        Assert.Equal("voicemail", await _database.ScalarAsync<string>("select outcome from pbx.calls"));
        Assert.Equal("CallFinished,MessageLeft", await FactsAsync());
        var left = JsonDocument.Parse(await _database.ScalarAsync<string>(
            "select payload::text from pbx.outbox where type = 'MessageLeft'")).RootElement;
        Assert.Equal(("dispatchers", "privolsk"),
            (left.GetProperty("queue").GetString(), left.GetProperty("organisation").GetString()));
        Assert.InRange(left.GetProperty("seconds").GetInt32(), 1, 10);
        var recording = left.GetProperty("recordingId").GetGuid();
        Assert.Equal(1L, await _database.ScalarAsync<long>(
            $"select count(*) from pbx.recordings where id = '{recording}' and id <> call_id and class = 'voicemail'"));
        await TestExchange.Until(() => _exchange.Exchange.Recordings.TryOpen(recording) is { Ended: true });
        using var wav = new MemoryStream();
        Assert.True(await _exchange.Exchange.Recordings.WriteWavAsync(recording, wav, CancellationToken.None));
        Assert.True(ToneMeter.SecondsOf(WavAudio.Read(wav.ToArray()).Channels[0], 440) > 1, "the words are not in it");
    }

    [Fact]
    public async Task A_key_ends_it_and_the_caller_stays()
    {
        var call = await CallAsync();
        await _resident.SpeakAsync(ToneMeter.Hum(440, TimeSpan.FromSeconds(2)));
        await _resident.PressAsync("#");
        await TestExchange.Until(() => _isTaken is not null);
        Assert.True(_isTaken);
        _trunk.Send(call.Bye());
        await _exchange.DrainedAsync();
        Assert.Equal("CallFinished,MessageLeft", await FactsAsync());
    }

    [Fact]
    public async Task What_is_too_short_is_no_message_and_its_caller_is_called_back()
    {
        var call = await CallAsync();
        await _resident.SpeakAsync(ToneMeter.Hum(440, TimeSpan.FromSeconds(0.2)));
        await _resident.PressAsync("#");
        await TestExchange.Until(() => _isTaken is not null);
        Assert.False(_isTaken);
        _trunk.Send(call.Bye());
        await _exchange.DrainedAsync();
        Assert.Equal("CallFinished,CallMissed", await FactsAsync());
    }

    [Fact]
    public async Task With_every_port_taken_by_callers_who_wait_the_next_one_is_refused_and_owed_a_call()
    {
        await using var full = await TestExchange.StartAsync(
            o => o.Media = new MediaOptions { FirstPort = 0, LastPort = 0, LegsMax = 1, RealTime = false },
            _database.System);
        using var trunk = full.Trunk();
        var waits = full.Call(trunk, "112", "+79370000118");
        trunk.Send(waits.Invite(TestExchange.Sdp(TestExchange.TrunkAddress, _resident.Port)));
        waits.Learn(await trunk.ReceiveFinalAsync());
        trunk.Send(waits.Ack());
        await TestExchange.Until(() => full.Exchange.WaitingCallCount == 1);

        using var second = full.Trunk();
        var refused = full.Call(second, "112", "+79370000031");
        second.Send(refused.Invite());
        var final = await second.ReceiveFinalAsync();
        Assert.Equal(503, final.Status);
        Assert.InRange(int.Parse(final["Retry-After"], null), 5, 15);
        second.Send(refused.AckRefusal(final));
        trunk.Send(waits.Bye());
        await full.DrainedAsync();
        Assert.Equal(["+79370000031", "+79370000118"], await OwedAsync());
    }

    private async Task TakeAsync(ICall call)
    {
        await call.AnswerAsync();
        _isTaken = await ((IMessageCall)call).TakeMessageAsync("dispatchers", AtLeast, TimeSpan.FromSeconds(20));
        await Task.Delay(Timeout.InfiniteTimeSpan, call.HangUp);
    }

    /// <summary>Calls, and waits until the signal has been heard.</summary>
    private async Task<WirePeerCall> CallAsync()
    {
        var call = _exchange.Call(_trunk, "710");
        _trunk.Send(call.Invite(TestExchange.Sdp(TestExchange.TrunkAddress, _resident.Port)));
        call.Learn(await _trunk.ReceiveFinalAsync());
        _trunk.Send(call.Ack());
        await _resident.HearAsync(audio => audio.Any(s => Math.Abs((int)s) > 1000), TimeSpan.FromSeconds(20));
        await _resident.HearAsync(
            audio => audio.Length > 1600 && audio[^1600..].All(s => Math.Abs((int)s) < 100), TimeSpan.FromSeconds(20));
        return call;
    }

    private Task<string> FactsAsync() =>
        _database.ScalarAsync<string>("select string_agg(type, ',' order by type) from pbx.outbox");

    private async Task<string[]> OwedAsync() => JsonSerializer.Deserialize<string[]>(
        await _database.ScalarAsync<string>("""
            select jsonb_agg(payload->>'phone' order by payload->>'phone')::text from pbx.outbox
            where type = 'CallMissed'
            """)) ?? [];
}
