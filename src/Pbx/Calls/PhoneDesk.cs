namespace Zhkh.Pbx.Calls;

/// <summary>
/// Our people's phones with all the ways to reach them: a permanent line where one is connected, else SIP; told to
/// answer by itself where the phone can and its owner asked for the ring. Knows who rings, so that another may pick up.
/// </summary>
/// <param name="answersItself">Whether a phone can answer by itself (a setting of the phone).</param>
internal sealed class PhoneDesk : IPhones
{
    private readonly IPhones _sip;
    private readonly PermanentLines _lines;
    private readonly Func<string, bool> _answersItself;
    private readonly Lock _gate = new();
    private readonly List<PickableRing> _ringing = [];

    public PhoneDesk(IPhones sip, CallParts parts, Func<string, bool> answersItself)
    {
        (_sip, _lines, _answersItself) = (sip, new PermanentLines(parts), answersItself);
        sip.OnChanged = () => OnChanged?.Invoke();
        _lines.OnChanged = () => OnChanged?.Invoke();
    }

    public IReadOnlyCollection<string> Registered =>
        _lines.Connected is { Count: > 0 } connected ? [.. _sip.Registered.Union(connected)] : _sip.Registered;

    public Action? OnChanged { get; set; }

    public PermanentLines Lines => _lines;

    public DateTimeOffset? SilentSince(string extension) =>
        _lines.IsConnected(extension) ? null : _sip.SilentSince(extension);

    public void Heard(string extension) => _sip.Heard(extension);

    public IRing Ring(RingRequest request)
    {
        var inner = _lines.TryRing(request)
            ?? _sip.Ring(request with { AnswersItself = request.IsWished && _answersItself(request.Extension) });
        if (request.IsWished)
        {
            return inner;
        }

        var ring = new PickableRing(inner, request, Forget);
        lock (_gate)
        {
            _ringing.Add(ring);
        }

        _ = ring.FollowAsync();
        return ring;
    }

    /// <summary>Whether this phone needs no hand to answer a ring it asked for.</summary>
    public bool CanAnswerItself(string extension) => _lines.IsConnected(extension) || _answersItself(extension);

    /// <summary>The phones that ring for a call.</summary>
    public IReadOnlyList<PickableRing> RingingFor(Guid callId)
    {
        lock (_gate)
        {
            return _ringing.FindAll(ring => ring.Request.CallId == callId && !ring.Result.IsCompleted);
        }
    }

    /// <summary>What rings by this dialog and may be picked up; null when nothing does.</summary>
    public PickableRing? RingOf(Sip.Dialog dialog)
    {
        lock (_gate)
        {
            return _ringing.Find(ring => ring.Is(dialog) && !ring.Result.IsCompleted);
        }
    }

    /// <summary>F2: the permanent line that rings for this call is answered. False when none does.</summary>
    public bool TryAnswerLine(string extension, Guid callId) => _lines.TryAnswer(extension, callId);

    private void Forget(PickableRing ring)
    {
        lock (_gate)
        {
            _ringing.Remove(ring);
        }
    }
}
