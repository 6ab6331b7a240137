using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Tests.Audio;

public sealed class TonesTests
{
    [Fact]
    public void Ringback_is_425_hz_for_one_second_in_five()
    {
        var tone = Tones.Ringback.Span;
        Assert.Equal(5 * 8000, tone.Length);
        Assert.InRange(Hearing.Amplitude(tone[400..7600], 425), 6000, 8000);
        Assert.True(tone[8000..].IndexOfAnyExcept((short)0) < 0);
    }

    [Fact]
    public void Busy_alternates_evenly()
    {
        var tone = Tones.Busy.Span;
        Assert.InRange(Hearing.Amplitude(tone[80..2800], 425), 6000, 8000);
        Assert.True(tone[(tone.Length / 2)..].IndexOfAnyExcept((short)0) < 0);
    }

    [Fact]
    public void Music_on_hold_sounds_all_the_time_without_clipping_and_without_a_seam()
    {
        var music = Tones.MusicOnHold.ToArray();
        Assert.Equal(16 * 8000, music.Length);
        Assert.InRange(music.Max(), 1500, 30000);
        for (var second = 0; second < 16; second++)
        {
            Assert.True(music.AsSpan(second * 8000, 8000).ToArray().Max() > 1000, $"second {second} is silent");
        }

        var steps = music.Zip(music.Skip(1), (a, b) => Math.Abs(a - b)).Max();
        Assert.True(Math.Abs(music[^1] - music[0]) <= steps);
    }

    [Fact]
    public void A_loop_goes_on_where_it_began_without_a_hole()
    {
        var sound = Enumerable.Range(1, 250).Select(i => (short)i).ToArray();
        var player = new SamplePlayer(sound, loop: true);
        var heard = new List<short>();
        var frame = new short[160];
        for (var i = 0; i < 5; i++)
        {
            Assert.True(player.TryRead(frame));
            heard.AddRange(frame);
        }

        Assert.Equal(Enumerable.Range(0, 800).Select(i => (short)(1 + (i % 250))), heard);
    }

    [Fact]
    public void Played_once_the_last_frame_is_filled_with_silence()
    {
        var player = new SamplePlayer(Enumerable.Repeat((short)5, 200).ToArray(), loop: false);
        var frame = new short[160];
        Assert.True(player.TryRead(frame));
        Assert.True(player.TryRead(frame));
        Assert.Equal(40, frame.Count(sample => sample == 5));
        Assert.False(player.TryRead(frame));
    }
}
