using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>One phone that stays connected, and the ring or the conversation it has just now.</summary>
internal sealed class PermanentLine(string extension, CallLeg leg)
{
    private readonly Lock _gate = new();
    private LineRing? _ring;
    private LineLeg? _spell;
    private bool _isClosed;

    public string Extension => extension;

    /// <summary>True from the beep on, while a conversation goes on.</summary>
    public bool IsTalking
    {
        get
        {
            lock (_gate)
            {
                return _spell is { How: null };
            }
        }
    }

    /// <summary>Rings it. A ring its owner asked for is answered at once; any other waits for F2.</summary>
    public IRing Ring(RingRequest request)
    {
        LineRing ring;
        lock (_gate)
        {
            if (_isClosed || leg.How is not null || _spell is { How: null } || _ring is { Result.IsCompleted: false })
            {
                return new LineRing(request.CallId, StatusCode.BusyHere);
            }

            _ring = ring = new LineRing(request.CallId, refusal: null);
        }

        if (request.IsWished)
        {
            TryAnswer(request.CallId);
        }

        return ring;
    }

    /// <summary>Answers with a beep. False when nothing rings for this call.</summary>
    public bool TryAnswer(Guid callId)
    {
        LineLeg spell;
        LineRing ring;
        lock (_gate)
        {
            if (_isClosed || leg.How is not null || _ring is not { Result.IsCompleted: false } current
                || current.CallId != callId)
            {
                return false;
            }

            if (_spell is { How: null })
            {
                return true;   // the beep is sounding
            }

            (ring, spell) = (current, new LineLeg(leg));
            _spell = spell;
        }

        leg.Media.Source = new BeepThen(Tones.Beep, () => _ = Task.Run(() => ring.Answer(spell)));
        return true;
    }

    public void HangUp() => leg.HangUp();

    /// <summary>No conversation begins on it any more; false when one goes on.</summary>
    public bool TryClose()
    {
        lock (_gate)
        {
            if (_spell is { How: null } && leg.How is null)
            {
                return false;
            }

            _isClosed = true;
            return true;
        }
    }

    /// <summary>The phone is gone: whatever rang is refused.</summary>
    public void Fail()
    {
        LineRing? ring;
        lock (_gate)
        {
            ring = _ring;
        }

        ring?.Refuse(StatusCode.TemporarilyUnavailable);
    }

    /// <summary>A beep; when it is over, or was let go, the call begins.</summary>
    private sealed class BeepThen(ReadOnlyMemory<short> beep, Action then) : IFrameSource
    {
        private readonly SamplePlayer _player = new(beep, loop: false);
        private int _isTold;

        public bool TryRead(Span<short> frame)
        {
            if (_player.TryRead(frame))
            {
                return true;
            }

            Detached();
            return false;
        }

        public void Detached()
        {
            if (Interlocked.Exchange(ref _isTold, 1) == 0)
            {
                then();
            }
        }
    }
}

/// <summary>A permanent line that rings: in the console, not in the ear.</summary>
internal sealed class LineRing : IRing
{
    private readonly TaskCompletionSource<RingResult> _result =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LineRing(Guid callId, int? refusal)
    {
        CallId = callId;
        if (refusal is { } status)
        {
            _result.TrySetResult(new RingResult.Refused(status));
        }
    }

    public Guid CallId { get; }

    public Task<RingResult> Result => _result.Task;

    public void Cancel(bool isAnsweredElsewhere) => Refuse(StatusCode.RequestTerminated);

    public void Answer(LineLeg spell)
    {
        if (!_result.TrySetResult(new RingResult.Answered(spell)))
        {
            spell.HangUp();
        }
    }

    public void Refuse(int status) => _result.TrySetResult(new RingResult.Refused(status));
}
