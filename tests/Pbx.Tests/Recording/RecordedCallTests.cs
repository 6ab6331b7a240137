using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Recording;
using Zhkh.Pbx.Tests.Audio;
using Zhkh.Pbx.Tests.Rtp;

namespace Zhkh.Pbx.Tests.Recording;

/// <summary>The recorder on a living leg: alone with the robot, then in a bridge.</summary>
public sealed class RecordedCallTests : IAsyncDisposable
{
    private readonly RecordingFolder _folder = new();
    private readonly LoopbackLegs _legs = new();
    private readonly RtpPeer _caller = new();
    private readonly RtpPeer _dispatcher = new();

    public async ValueTask DisposeAsync()
    {
        _caller.Dispose();
        _dispatcher.Dispose();
        await _legs.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_robots_words_are_on_the_right_to_the_sample()
    {
        using var store = _folder.Store();
        store.Start();
        using var leg = _legs.Open(_caller);
        var id = Guid.CreateVersion7();
        var recorder = store.Begin(id);
        leg.Tap = recorder;
        var sound = Hearing.Sine(700, 8000, 6000);
        var player = new PromptPlayer([new PromptClip("a", sound)]);
        leg.Source = player;
        Assert.True(await player.Completion.WaitAsync(TimeSpan.FromSeconds(30)));
        _caller.Receive(55);
        leg.Tap = null;
        recorder.Dispose();
        await recorder.Closed.WaitAsync(TimeSpan.FromSeconds(30));
        var codes = new byte[8000];
        G711.Encode(AudioCodec.Pcma, sound, codes);
        var said = codes.Select(code => (short)ItuG711.ALawValue(code)).ToArray();
        var right = (await RecordingFolder.WavAsync(store, id)).Channel(1);
        Assert.True(right.AsSpan().IndexOf(said) >= 0, "the prompt is not in the recording as it was sent");
    }

    [Fact]
    public async Task In_a_bridge_the_caller_is_left_and_the_dispatcher_right()
    {
        using var store = _folder.Store();
        store.Start();
        using var first = _legs.Open(_caller);
        using var second = _legs.Open(_dispatcher, AudioCodec.Pcmu);
        using var bridge = new Bridge();
        var id = Guid.CreateVersion7();
        var recorder = store.Begin(id);
        first.Tap = recorder;
        bridge.Join(first);
        bridge.Join(second);
        byte[] low = new byte[160], high = new byte[160];
        G711.Encode(AudioCodec.Pcma, Hearing.Sine(500, 160, 6000), low);
        G711.Encode(AudioCodec.Pcmu, Hearing.Sine(900, 160, 6000), high);
        Pace.Run(150, _ =>
        {
            _caller.Send(first.Local, low);
            _dispatcher.Send(second.Local, high, payloadType: 0);
        });
        recorder.Dispose();
        await recorder.Closed.WaitAsync(TimeSpan.FromSeconds(30));
        var wav = await RecordingFolder.WavAsync(store, id);

        // Frames torn by a stall of the machine are left out of the judgement: more than half must be whole.
        AssertMostlyHears(wav.Channel(0), 500, not: 900);
        AssertMostlyHears(wav.Channel(1), 900, not: 500);
    }

    private static void AssertMostlyHears(short[] sound, double frequencyHz, double not)
    {
        var frames = sound.Chunk(160).Where(frame => frame.Length == 160).ToList();
        Assert.All(frames, frame => Assert.InRange(Hearing.Amplitude(frame, not), 0, 1500));
        var heard = frames.Count(frame => Hearing.Amplitude(frame, frequencyHz) > 5500);
        Assert.True(heard > frames.Count / 2, $"{heard} of {frames.Count} frames hold the tone");
    }
}
