using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// What an operator's echo number gives back: a tone of ours, and then a key in the form the line is set to. It answers
/// what a call to a person cannot: whether we are heard, and whether keys arrive whole.
/// </summary>
internal sealed class EchoTest(CallLeg leg, TimeProvider time) : IFrameSink
{
    /// <summary>1,004 Hz is what test lines speak (ITU-T O.6 asks for 1,004 to 1,020).</summary>
    private const double ToneHz = 1004;

    private const double LoudnessMin = 500;

    /// <summary>Frames of the tone that prove the echo: 200 ms.</summary>
    private const int FramesMin = 10;

    private const char Key = '5';

    /// <summary>An announcement of the echo number may come first.</summary>
    private static readonly TimeSpan EchoWithin = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan KeyWithin = TimeSpan.FromSeconds(4);

    /// <summary>The end of the tone comes back before the key is pressed.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(500);

    private readonly TaskCompletionSource _echo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _frames;

    public async Task<IReadOnlyList<TrunkFinding>> RunAsync(CancellationToken cancel)
    {
        var key = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        leg.OnKey = pressed =>
        {
            if (pressed == Key)
            {
                key.TrySetResult();
            }
        };
        leg.Media.Sink = this;
        leg.Media.Source = new SamplePlayer(Tones.Sine(ToneHz, Pcm16.SampleRate), loop: true);
        var isEchoed = await ComesAsync(_echo.Task, EchoWithin, cancel).ConfigureAwait(false);
        leg.Media.Source = null;
        leg.Media.Sink = null;
        if (!isEchoed)
        {
            return [leg.Media.Statistics.Received > 0 ? TrunkFinding.NoEcho : TrunkFinding.OneWayAudio];
        }

        await Task.Delay(Breath, time, cancel).ConfigureAwait(false);
        leg.Media.SendDigits(Key.ToString());
        var isHeard = await ComesAsync(key.Task, KeyWithin, cancel).ConfigureAwait(false);
        return [TrunkFinding.Echo, isHeard ? TrunkFinding.KeysHeard : TrunkFinding.KeysNotHeard];
    }

    /// <summary>On the media thread.</summary>
    public void Write(ReadOnlySpan<short> frame)
    {
        double power = 0;
        foreach (var sample in frame)
        {
            power += (double)sample * sample;
        }

        // A sine of amplitude a has the power a²/2: the tone must be most of what is heard.
        var loudness = Math.Sqrt(power / frame.Length);
        var amplitude = Goertzel.Amplitude(frame, ToneHz);
        _frames = loudness > LoudnessMin && amplitude > loudness ? _frames + 1 : 0;
        if (_frames >= FramesMin)
        {
            _echo.TrySetResult();
        }
    }

    private async Task<bool> ComesAsync(Task what, TimeSpan within, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, leg.Ended);
        try
        {
            await what.WaitAsync(within, time, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException) when (leg.Ended.IsCancellationRequested)
        {
            return false;
        }
    }
}
