using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// A phone that rings, until it is given up because nothing is heard of it: its INVITE cannot be cancelled before it
/// answers something, and whoever rings it need not wait for that.
/// </summary>
internal sealed class HeardRing : IRing
{
    private readonly TaskCompletionSource<RingResult> _result =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HeardRing(IRing phone)
    {
        Phone = phone;
        _ = FollowAsync();
    }

    /// <summary>The INVITE itself: it may be answered after the phone was given up.</summary>
    public IRing Phone { get; }

    public Task<RingResult> Result => _result.Task;

    public bool IsHeard => Phone.IsHeard;

    public void Cancel(bool isAnsweredElsewhere) => Phone.Cancel(isAnsweredElsewhere);

    public bool TryLift() => Phone.TryLift();

    public bool Is(Dialog dialog) => Phone.Is(dialog);

    public void GiveUp()
    {
        _result.TrySetResult(new RingResult.Refused(StatusCode.RequestTimeout));
        Phone.Cancel(isAnsweredElsewhere: false);
    }

    private async Task FollowAsync()
    {
        var result = await Phone.Result;
        if (!_result.TrySetResult(result) && result is RingResult.Answered late)
        {
            late.Leg.HangUp();
        }
    }
}
