namespace Zhkh.Pbx.Audio;

/// <summary>
/// Plays sound that lies in memory, once or in a loop: a tone, music on hold, a WAV file, a voice message.
/// </summary>
/// <param name="samples">8 kHz mono; shared, never changed.</param>
/// <param name="loop">True: begins again for ever. False: the last frame is filled with silence.</param>
public sealed class SamplePlayer(ReadOnlyMemory<short> samples, bool loop) : IFrameSource
{
    private int _position;

    public bool TryRead(Span<short> frame)
    {
        var all = samples.Span;
        if (all.IsEmpty || (!loop && _position >= all.Length))
        {
            return false;
        }

        while (!frame.IsEmpty)
        {
            if (_position == all.Length)
            {
                if (!loop)
                {
                    frame.Clear();
                    return true;
                }

                _position = 0;
            }

            var count = Math.Min(frame.Length, all.Length - _position);
            all.Slice(_position, count).CopyTo(frame);
            frame = frame[count..];
            _position += count;
        }

        return true;
    }
}
