using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Tests.Queues;

/// <summary>Phones that ring in memory and are answered by the test.</summary>
internal sealed class FakePhones : IPhones
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _registered = new(StringComparer.Ordinal);
    private readonly List<FakeRing> _rings = [];

    public IReadOnlyCollection<string> Registered
    {
        get
        {
            lock (_gate)
            {
                return [.. _registered];
            }
        }
    }

    public Action? OnChanged { get; set; }

    /// <summary>Every ring there has been, in order.</summary>
    public IReadOnlyList<FakeRing> Rings
    {
        get
        {
            lock (_gate)
            {
                return [.. _rings];
            }
        }
    }

    public IEnumerable<FakeRing> Ringing => Rings.Where(r => r.IsRinging);

    public void Register(params string[] extensions)
    {
        lock (_gate)
        {
            _registered.UnionWith(extensions);
        }

        OnChanged?.Invoke();
    }

    public void Unregister(string extension)
    {
        lock (_gate)
        {
            _registered.Remove(extension);
        }

        OnChanged?.Invoke();
    }

    public IRing Ring(RingRequest request)
    {
        var ring = new FakeRing(request);
        lock (_gate)
        {
            _rings.Add(ring);
        }

        return ring;
    }
}

internal sealed class FakeRing(RingRequest request) : IRing
{
    private readonly TaskCompletionSource<RingResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RingRequest Request { get; } = request;

    public Task<RingResult> Result => _result.Task;

    public bool IsHeard { get; set; } = true;

    /// <summary>True: nothing is heard of it, so it does not stop either.</summary>
    public bool IsUnreachable { get; set; }

    public bool IsRinging => !_result.Task.IsCompleted;

    public bool? WasCancelledAsElsewhere { get; private set; }

    public FakeLeg Answer()
    {
        var leg = new FakeLeg();
        Assert.True(_result.TrySetResult(new RingResult.Answered(leg)));
        return leg;
    }

    /// <summary>Null when it has stopped ringing meanwhile.</summary>
    public FakeLeg? TryAnswer()
    {
        var leg = new FakeLeg();
        return _result.TrySetResult(new RingResult.Answered(leg)) ? leg : null;
    }

    public void Refuse(int status) => _result.TrySetResult(new RingResult.Refused(status));

    public void Cancel(bool isAnsweredElsewhere)
    {
        if (!IsUnreachable && _result.TrySetResult(new RingResult.Refused(487)))
        {
            WasCancelledAsElsewhere = isAnsweredElsewhere;
        }
    }
}

internal sealed class FakeLeg : ITalkLeg
{
    private readonly CancellationTokenSource _ended = new();

    public CancellationToken Ended => _ended.Token;

    public string? Reason { get; private set; }

    public void HangUp(string? reason = null)
    {
        Reason ??= reason;
        _ended.Cancel();
    }
}
