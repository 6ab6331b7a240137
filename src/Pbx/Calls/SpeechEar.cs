using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Hears whether the far side speaks, how long, and whether it pauses. Written by the media thread, read by anybody;
/// it knows loud from quiet, not words from music.
/// </summary>
internal sealed class SpeechEar : IFrameSink
{
    /// <summary>
    /// A greeting of a person is over sooner (DOMAIN §3.4: 1.5 s in Asterisk's detector); a machine's goes on.
    /// </summary>
    public static readonly TimeSpan MonologueMin = TimeSpan.FromMilliseconds(1800);

    /// <summary>Speech longer than this after the answer is an answer to us, not a machine's greeting.</summary>
    private static readonly TimeSpan MonologueBeginsWithin = TimeSpan.FromSeconds(5);

    /// <summary>Between the words of a sentence; longer is a pause.</summary>
    private const int GapFramesMax = 12;

    /// <summary>Mean of the absolute samples of a frame; line noise is below 100, a quiet voice above 300.</summary>
    private const int LoudMin = 256;

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    private readonly Action? _onMonologue;
    private int _frames;
    private int _loudFrames;
    private int _quietRun;
    private int _speechRun;
    private int _speechBegan;
    private int _isMonologue;

    public SpeechEar(Action? onMonologue = null) => _onMonologue = onMonologue;

    /// <summary>True for good once a monologue was heard at the beginning of the call.</summary>
    public bool IsMonologue => Volatile.Read(ref _isMonologue) != 0;

    /// <summary>Loud frames so far, as time.</summary>
    public TimeSpan Spoken => Frame * Volatile.Read(ref _loudFrames);

    /// <summary>How long it has been quiet.</summary>
    public TimeSpan Quiet => Frame * Volatile.Read(ref _quietRun);

    public void Write(ReadOnlySpan<short> frame)
    {
        _frames++;
        if (IsLoud(frame))
        {
            _speechBegan = _speechRun == 0 ? _frames : _speechBegan;
            _speechRun += 1 + Math.Min(_quietRun, _speechRun > 0 ? GapFramesMax : 0);
            Volatile.Write(ref _quietRun, 0);
            Volatile.Write(ref _loudFrames, _loudFrames + 1);
        }
        else
        {
            Volatile.Write(ref _quietRun, _quietRun + 1);
            _speechRun = _quietRun > GapFramesMax ? 0 : _speechRun;
        }

        if (Frame * _speechRun >= MonologueMin && Frame * _speechBegan <= MonologueBeginsWithin
            && Interlocked.Exchange(ref _isMonologue, 1) == 0 && _onMonologue is { } told)
        {
            // Whoever is told stops a prompt and the like: not on the media thread.
            ThreadPool.UnsafeQueueUserWorkItem(static act => act(), told, preferLocal: false);
        }
    }

    private static bool IsLoud(ReadOnlySpan<short> frame)
    {
        var sum = 0;
        foreach (var sample in frame)
        {
            sum += Math.Abs((int)sample);
        }

        return !frame.IsEmpty && sum / frame.Length >= LoudMin;
    }
}
