namespace Zhkh.Bench;

/// <summary>Durations counted in steps of 5 µs up to 400 ms; written by one thread, allocates nothing.</summary>
internal sealed class Histogram
{
    private const long StepNs = 5_000;

    private readonly long[] _counts = new long[80_001];

    public long Count { get; private set; }

    public void Add(long durationNs)
    {
        _counts[Math.Clamp(durationNs / StepNs, 0, _counts.Length - 1)]++;
        Count++;
    }

    /// <summary>Takes in what another one has counted.</summary>
    public Histogram With(Histogram other)
    {
        var sum = new Histogram { Count = Count + other.Count };
        for (var step = 0; step < _counts.Length; step++)
        {
            sum._counts[step] = _counts[step] + other._counts[step];
        }

        return sum;
    }

    /// <summary>The duration in milliseconds that this share of all does not exceed; NaN when nothing came.</summary>
    public double Percentile(double share)
    {
        var left = (long)Math.Ceiling(Count * share);
        for (var step = 0; Count > 0 && step < _counts.Length; step++)
        {
            left -= _counts[step];
            if (left <= 0)
            {
                return (step + 0.5) * StepNs / 1e6;
            }
        }

        return double.NaN;
    }
}
