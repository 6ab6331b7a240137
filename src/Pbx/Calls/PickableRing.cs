namespace Zhkh.Pbx.Calls;

/// <summary>A ringing phone whose call another phone may take.</summary>
internal sealed class PickableRing : IRing
{
    private readonly IRing _inner;
    private readonly Action<PickableRing> _over;
    private readonly TaskCompletionSource<RingResult> _result =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PickableRing(IRing inner, RingRequest request, Action<PickableRing> over)
    {
        (_inner, Request, _over) = (inner, request, over);
    }

    public RingRequest Request { get; }

    public Task<RingResult> Result => _result.Task;

    public bool IsHeard => _inner.IsHeard;

    public void Cancel(bool isAnsweredElsewhere) => _inner.Cancel(isAnsweredElsewhere);

    public bool TryLift() => _inner.TryLift();

    public bool Is(Sip.Dialog dialog) => _inner.Is(dialog);

    /// <summary>Another phone may have it, unless this very phone is tried.</summary>
    public bool MayBeTakenBy(string extension) => !Request.IsTrial || Request.Extension == extension;

    /// <summary>Another phone answers in the place of this one. False when it is too late.</summary>
    public bool TryPickUp(string by, VoiceLeg leg)
    {
        if (!MayBeTakenBy(by) || !_result.TrySetResult(new RingResult.Answered(leg, by)))
        {
            return false;
        }

        _inner.Cancel(isAnsweredElsewhere: true);
        return true;
    }

    /// <summary>Follows the phone to its end.</summary>
    public async Task FollowAsync()
    {
        var result = await _inner.Result;
        if (!_result.TrySetResult(result) && result is RingResult.Answered late)
        {
            late.Leg.HangUp(CallReasons.AnsweredElsewhere);
        }

        _over(this);
    }
}
