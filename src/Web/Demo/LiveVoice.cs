using System.Threading.Channels;
using Zhkh.Pbx.Audio;
using Zhkh.Web.Cli;

namespace Zhkh.Web.Demo;

/// <summary>Keys and speech as they come from a browser; what comes faster than it can be said is cut.</summary>
internal sealed class LiveVoice : IPhoneVoice
{
    private const int KeysMax = 64;

    /// <summary>Six seconds: the built-in sample fits, a browser that runs away does not.</summary>
    private const int FramesMax = 300;

    /// <summary>The far end must hear that two keys are two.</summary>
    private const int TicksBetween = 5;

    private readonly Channel<char> _keys = Channel.CreateBounded<char>(
        new BoundedChannelOptions(KeysMax) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Channel<short[]> _frames = Channel.CreateBounded<short[]>(
        new BoundedChannelOptions(FramesMax) { FullMode = BoundedChannelFullMode.DropWrite });

    private short[] _rest = [];
    private long _nextKey;

    public void Press(char key) => _keys.Writer.TryWrite(key);

    /// <summary>8 kHz mono.</summary>
    public void Say(ReadOnlySpan<short> sound)
    {
        short[] all = [.. _rest, .. sound];
        var at = 0;
        for (; at + Pcm16.FrameSamples <= all.Length; at += Pcm16.FrameSamples)
        {
            _frames.Writer.TryWrite(all[at..(at + Pcm16.FrameSamples)]);
        }

        _rest = all[at..];
    }

    public char? KeyAt(long tick)
    {
        if (tick < _nextKey || !_keys.Reader.TryRead(out var key))
        {
            return null;
        }

        _nextKey = tick + KeyPlan.TicksDown + TicksBetween;
        return key;
    }

    public void Speak(long tick, Span<short> frame)
    {
        if (_frames.Reader.TryRead(out var spoken))
        {
            spoken.CopyTo(frame);
        }
    }
}
