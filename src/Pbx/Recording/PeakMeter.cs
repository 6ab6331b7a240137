using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// The outline of a recording as a player draws it: the loudest sample of each tenth of a second, both sides. Two
/// bytes a point, caller first; a day and a night are 1.7 MB, and nothing is longer.
/// </summary>
internal sealed class PeakMeter
{
    /// <summary>Ticks of 20 ms in a point.</summary>
    public const int PointTicks = 5;

    public const int PointBytes = 2;

    private static readonly byte[] Loudness = Table();

    private readonly List<byte> _points = [];

    /// <summary>The points so far.</summary>
    public ReadOnlySpan<byte> Points => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_points);

    /// <summary>Bytes of the points of so many ticks.</summary>
    public static int BytesOf(uint ticks) => (int)((ticks + PointTicks - 1) / PointTicks) * PointBytes;

    /// <summary>Adds neighbouring ticks; those that are missing before them are silence.</summary>
    public void Add(uint firstTick, ReadOnlySpan<byte> ticks)
    {
        for (var tick = firstTick; !ticks.IsEmpty; tick++, ticks = ticks[RecordingTick.Bytes..])
        {
            Fill(tick + 1);
            var at = (int)(tick / PointTicks) * PointBytes;
            _points[at] = Math.Max(_points[at], Loudest(ticks[..Pcm16.FrameSamples]));
            _points[at + 1] = Math.Max(_points[at + 1], Loudest(ticks[Pcm16.FrameSamples..RecordingTick.Bytes]));
        }
    }

    /// <summary>Silence up to this many ticks.</summary>
    public void Fill(uint ticks)
    {
        while (_points.Count < BytesOf(ticks))
        {
            _points.Add(0);
        }
    }

    private static byte Loudest(ReadOnlySpan<byte> codes)
    {
        byte loudest = 0;
        foreach (var code in codes)
        {
            loudest = Math.Max(loudest, Loudness[code]);
        }

        return loudest;
    }

    /// <summary>0 for the two quietest codes, so that silence is drawn as none; 255 for the loudest.</summary>
    private static byte[] Table()
    {
        Span<byte> codes = stackalloc byte[256];
        for (var code = 0; code < codes.Length; code++)
        {
            codes[code] = (byte)code;
        }

        Span<short> samples = stackalloc short[256];
        G711.Decode(AudioCodec.Pcma, codes, samples);
        var table = new byte[256];
        for (var code = 0; code < table.Length; code++)
        {
            table[code] = (byte)Math.Min(255, Math.Abs((int)samples[code]) / 126);
        }

        return table;
    }
}
