using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Tests.Audio;

namespace Zhkh.Pbx.Tests.Rtp;

/// <summary>A far side may press by events, by tones or by both: each press is told once.</summary>
public sealed class KeysHeardTests
{
    private readonly KeysHeard _keys = new();
    private readonly List<string> _told = [];
    private long _nowNs;

    public KeysHeardTests() => _keys.Listen(true);

    [Fact]
    public void Tones_alone_are_keys()
    {
        Tone('4', 4);
        Silence(4);
        Tone('4', 4);
        Silence(4);
        Assert.Equal(["+4", "-4", "+4", "-4"], _told);
    }

    [Fact]
    public void Events_before_their_tone_are_told_once()
    {
        Event(1000, 4, false);
        Tone('4', 4);
        Event(1000, 4, true);
        Tone('4', 2);
        Silence(4);
        Assert.Equal(["+4", "-4"], _told);
    }

    [Fact]
    public void A_tone_before_its_events_is_told_once()
    {
        Tone('4', 3);
        Event(1000, 4, false);
        Tone('4', 3);
        Event(1000, 4, true);
        Silence(4);
        Assert.Equal(["+4", "-4"], _told);
    }

    [Fact]
    public void Events_after_their_tone_are_told_once_and_the_next_press_is_told()
    {
        Tone('4', 4);
        Silence(3);
        Event(1000, 4, true);
        Event(1000, 4, true);
        Event(9000, 4, true);
        // One packet that is the end already tells both at once, in no order.
        Assert.Equal(["+4", "-4"], _told[..2]);
        Assert.Equal(["+4", "-4"], _told[2..].Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Who_has_sent_events_is_not_listened_to_any_more()
    {
        Event(1000, 1, true);
        Tone('2', 5);
        Silence(4);
        Assert.False(_keys.Listens);
        Assert.Equal(["+1", "-1"], _told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Another_source_is_listened_to_anew()
    {
        Event(1000, 1, true);
        _keys.Reset();
        _told.Clear();
        Tone('2', 5);
        Silence(4);
        Assert.Equal(["+2", "-2"], _told);
    }

    [Fact]
    public void Ceasing_to_listen_lets_the_key_come_up()
    {
        Tone('9', 4);
        Assert.Equal('9', _keys.Listen(false));
        Assert.Null(_keys.Listen(false));
    }

    [Fact]
    public void A_twin_whose_end_is_lost_is_not_told_either()
    {
        Tone('4', 4);
        Event(1000, 4, false);
        _nowNs += 200_000_000;
        Assert.Null(_keys.Expired(_nowNs));
        Assert.Equal(["+4", "-4"], _told);
    }

    private void Event(uint timestamp, byte number, bool end)
    {
        var (began, ended) = _keys.Take(timestamp, new TelephoneEvent(number, end, 10, 160), _nowNs);
        Note(began, ended);
    }

    private void Tone(char key, int frames)
    {
        var sound = new double[frames * 160];
        KeyOracle.Add(new KeyPress(key, sound.Length), sound);
        Hear(SpeechCorpus.ToPcm(sound));
    }

    private void Silence(int frames) => Hear(new short[frames * 160]);

    private void Hear(short[] sound)
    {
        for (var at = 0; at < sound.Length; at += 160)
        {
            _nowNs += 20_000_000;
            var (began, ended) = _keys.Hear(sound.AsSpan(at, 160), true, _nowNs);
            Note(began, ended);
        }
    }

    private void Note(char? began, char? ended)
    {
        if (ended is { } up)
        {
            _told.Add($"-{up}");
        }

        if (began is { } down)
        {
            _told.Add($"+{down}");
        }
    }
}
