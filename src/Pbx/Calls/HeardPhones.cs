namespace Zhkh.Pbx.Calls;

/// <summary>
/// Notices phones that are registered and do not answer: an INVITE and its copies to which not even 100 came. Such a
/// phone is not rung again, but for an emergency, until it speaks to us, or for a minute: then it is worth another
/// try. To speak is to register, to call, or to answer that INVITE late.
/// </summary>
internal sealed class HeardPhones : IPhones
{
    /// <summary>The first INVITE and four copies of it (RFC 3261 §17.1.1.2: 0, 0.5, 1.5, 3.5, 7.5 s).</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>A phone is given up no longer than this: it may have been the network, or we ourselves.</summary>
    public static readonly TimeSpan GivenUpFor = TimeSpan.FromSeconds(60);

    private readonly IPhones _phones;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Silence> _silent = new(StringComparer.Ordinal);

    public HeardPhones(IPhones phones, TimeProvider time)
    {
        (_phones, _time) = (phones, time);
        phones.OnChanged = () => OnChanged?.Invoke();
    }

    public IReadOnlyCollection<string> Registered => _phones.Registered;

    public Action? OnChanged { get; set; }

    public DateTimeOffset? SilentSince(string extension)
    {
        lock (_gate)
        {
            return _silent.TryGetValue(extension, out var silence) ? silence.Since : null;
        }
    }

    /// <summary>The phone sent us something, or answered late.</summary>
    public void Heard(string extension) => EndSilence(extension, which: null);

    public IRing Ring(RingRequest request)
    {
        var ring = new HeardRing(_phones.Ring(request));
        _ = WatchAsync(request.Extension, ring);
        return ring;
    }

    private async Task WatchAsync(string extension, HeardRing ring)
    {
        using var over = new CancellationTokenSource();
        var patience = Task.Delay(Patience, _time, over.Token);
        await Task.WhenAny(ring.Phone.Result, patience);
        await over.CancelAsync();
        if (!ring.IsHeard && !ring.Phone.Result.IsCompleted)
        {
            BeginSilence(extension);
            ring.GiveUp();
            OnChanged?.Invoke();
            await ring.Phone.Result;
        }

        // Not heard: given up by us before anything could be said of it, or silent to the end.
        if (ring.IsHeard)
        {
            Heard(extension);
        }
    }

    private void BeginSilence(string extension)
    {
        lock (_gate)
        {
            _silent.Remove(extension, out var before);
            before?.End?.Dispose();
            var silence = new Silence(before?.Since ?? _time.GetUtcNow());
            silence.End = _time.CreateTimer(
                _ => EndSilence(extension, silence), null, GivenUpFor, Timeout.InfiniteTimeSpan);
            _silent.Add(extension, silence);
        }
    }

    /// <param name="which">Null: whichever there is.</param>
    private void EndSilence(string extension, Silence? which)
    {
        lock (_gate)
        {
            if (!_silent.TryGetValue(extension, out var silence) || (which is not null && which != silence))
            {
                return;
            }

            _silent.Remove(extension);
            silence.End?.Dispose();
        }

        OnChanged?.Invoke();
    }

    private sealed class Silence(DateTimeOffset since)
    {
        public DateTimeOffset Since { get; } = since;

        /// <summary>Rings when the phone is worth another try.</summary>
        public ITimer? End { get; set; }
    }
}
