namespace Zhkh.Pbx.Calls;

/// <summary>
/// Notices phones that are registered and do not answer: an INVITE and its copies to which not even 100 came. Such a
/// phone is not rung again until it speaks to us, or for a minute: then it is worth another try.
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
    private readonly Dictionary<string, DateTimeOffset> _silentSince = new(StringComparer.Ordinal);

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
            return _silentSince.TryGetValue(extension, out var since) && _time.GetUtcNow() - since < GivenUpFor
                ? since : null;
        }
    }

    /// <summary>The phone sent us something.</summary>
    public void Heard(string extension)
    {
        lock (_gate)
        {
            _silentSince.Remove(extension);
        }
    }

    public IRing Ring(RingRequest request)
    {
        var ring = _phones.Ring(request);
        _ = WatchAsync(request.Extension, ring);
        return ring;
    }

    private async Task WatchAsync(string extension, IRing ring)
    {
        using var over = new CancellationTokenSource();
        var patience = Task.Delay(Patience, _time, over.Token);
        await Task.WhenAny(ring.Result, patience);
        await over.CancelAsync();
        if (ring.IsHeard)
        {
            Heard(extension);
            return;
        }

        if (ring.Result.IsCompleted)
        {
            return;   // given up by us before anything could be said of it
        }

        lock (_gate)
        {
            _silentSince[extension] = _time.GetUtcNow();
        }

        ring.Cancel(isAnsweredElsewhere: false);
        OnChanged?.Invoke();
        await Task.Delay(GivenUpFor, _time, CancellationToken.None);
        OnChanged?.Invoke();
    }
}
