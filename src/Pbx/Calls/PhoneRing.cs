using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>Every device of one extension rings; the first that answers is the phone, the others stop.</summary>
internal sealed class PhoneRing : IRing
{
    private readonly IReadOnlyList<Dialing> _devices;
    private int _isLifting;
    private readonly TaskCompletionSource<RingResult> _result =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="isLifted">True when its person asked for it: a phone that can be lifted is, when it rings.</param>
    public PhoneRing(IReadOnlyList<Dialing> devices, bool isLifted = false)
    {
        _devices = devices;
        if (isLifted)
        {
            foreach (var device in devices)
            {
                device.OnRinging = () => Lift(device);
                Lift(device);   // it may ring already
            }
        }

        _ = WatchAsync();
    }

    public Task<RingResult> Result => _result.Task;

    /// <summary>Nowhere registered is an answer too.</summary>
    public bool IsHeard => _devices.Count == 0 || _devices.Any(device => device.IsHeard);

    public void Cancel(bool isAnsweredElsewhere)
    {
        foreach (var device in _devices)
        {
            device.Cancel(isAnsweredElsewhere);
        }
    }

    /// <summary>The first device that takes it; the others stop when it answers.</summary>
    public bool TryLift() => _devices.Any(device => device.TryLift());

    public bool Is(Dialog dialog) => _devices.Any(device => device.Is(dialog));

    private void Lift(Dialing device)
    {
        if (Interlocked.Exchange(ref _isLifting, 1) == 0 && !device.TryLift())
        {
            Volatile.Write(ref _isLifting, 0);   // another device of it may take the wish
        }
    }

    /// <summary>Outlives the answer: a device that says nothing, not even 100, is given up after 32 s.</summary>
    private async Task WatchAsync()
    {
        // Nowhere registered is 480 (RFC 3261 §21.4.18).
        RingResult last = new RingResult.Refused(StatusCode.TemporarilyUnavailable);
        await foreach (var device in Task.WhenEach(_devices.Select(d => d.Result)))
        {
            switch (await device)
            {
                case RingResult.Answered answered when _result.TrySetResult(answered):
                    Cancel(isAnsweredElsewhere: true);
                    break;
                case RingResult.Answered another:
                    another.Leg.HangUp(CallReasons.AnsweredElsewhere);
                    break;
                case RingResult.Refused refused:
                    last = refused;
                    break;
            }
        }

        _result.TrySetResult(last);
    }
}
