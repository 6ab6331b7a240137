namespace Zhkh.Pbx.Trunks;

/// <summary>
/// How steady a way is: how often it broke lately, and how long one that breaks again and again is left alone. Of one
/// task only.
/// </summary>
internal sealed class TrunkBreaks(TimeProvider time)
{
    /// <summary>A way that lasted so long is mended at once; one that breaks earlier waits longer each time.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(2);

    /// <summary>How long a loss is remembered.</summary>
    private static readonly TimeSpan LossKept = TimeSpan.FromMinutes(10);

    /// <summary>Losses remembered; more than make a line flap.</summary>
    private const int LossesMax = 32;

    private readonly Queue<DateTimeOffset> _losses = new();
    private DateTimeOffset? _wellSince;
    private int _breaks;

    /// <summary>Losses within the last ten minutes.</summary>
    public int LostLately
    {
        get
        {
            var now = time.GetUtcNow();
            while (_losses.Count > LossesMax || (_losses.TryPeek(out var oldest) && oldest + LossKept <= now))
            {
                _losses.Dequeue();
            }

            return _losses.Count;
        }
    }

    /// <summary>It works, for the first time or still.</summary>
    public void Works() => _wellSince ??= time.GetUtcNow();

    /// <summary>It does not work.</summary>
    /// <param name="isLoss">It did until now: that is counted, and more than a way that ended.</param>
    public void Fails(bool isLoss)
    {
        _wellSince = null;
        if (isLoss)
        {
            _losses.Enqueue(time.GetUtcNow());
        }
    }

    /// <summary>The way ended; tells when it is to be made anew.</summary>
    public TimeSpan Break()
    {
        _breaks = time.GetUtcNow() - _wellSince >= Steady ? 1 : _breaks + 1;
        _wellSince = null;
        return _breaks == 1 ? TimeSpan.Zero : TrunkBackOff.After(_breaks - 1, 0, null, Random.Shared.NextDouble());
    }
}
