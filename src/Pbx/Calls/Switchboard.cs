using Zhkh.Pbx.Numbers;

namespace Zhkh.Pbx.Calls;

/// <summary>A call a person asked for: their phone rings first, then the resident's.</summary>
/// <param name="Extension">The dispatcher's phone.</param>
/// <param name="Phone">The resident, in any spelling.</param>
/// <param name="Tag">Comes back in <c>CallAnswered</c> and <c>CallFinished</c>: <c>callback:{id}</c>.</param>
public sealed record CallOut(
    string Extension, string Phone, string Organisation, string? AccountNumber = null, string? Tag = null,
    Guid? CampaignId = null)
{
    /// <summary>How long our phone rings for it; null: as long as any.</summary>
    public TimeSpan? RingTime { get; init; }
}

/// <summary>Whether a call out was begun.</summary>
public abstract record CallOutAnswer
{
    private CallOutAnswer()
    {
    }

    /// <summary>The phone is ringing; the rest is told by the feed and by facts.</summary>
    public sealed record Begun(Guid CallId) : CallOutAnswer;

    public sealed record Refused(CallOutRefusal Reason) : CallOutAnswer;
}

/// <summary>Why a call out was not begun.</summary>
public enum CallOutRefusal
{
    PhoneNotRegistered,
    PhoneInCall,
    NumberNotAllowed,

    /// <summary>Others may call it; this phone may not (<see cref="DialRights"/>).</summary>
    NumberOutOfReach,
    LimitReached,
    TooManyCalls,

    /// <summary>No place is left for the sound of our phone and the resident's.</summary>
    NoMediaPort,
    NoTrunk,
    Stopping,
}

/// <summary>Makes calls for people at screens, and ends calls by their id.</summary>
public sealed class Switchboard
{
    private const int LegsOfCallOut = 2;

    private readonly CallParts _parts;
    private readonly IPhones _phones;
    private readonly DialPlan _plan;
    private readonly TrunkOut _trunk;
    private volatile bool _isDraining;

    internal Switchboard(CallParts parts, IPhones phones, DialPlan plan, TrunkOut trunk) =>
        (_parts, _phones, _plan, _trunk) = (parts, phones, plan, trunk);

    internal bool IsDraining
    {
        get => _isDraining;
        set => _isDraining = value;
    }

    /// <summary>Extensions that are registered now.</summary>
    public IReadOnlyCollection<string> RegisteredPhones => _phones.Registered;

    /// <summary>The call a phone is in, or null.</summary>
    public Guid? CallOf(string extension) => _parts.InUse.CallOf(extension);

    /// <summary>Begins a call out and returns at once.</summary>
    public CallOutAnswer Call(CallOut request)
    {
        if (_isDraining)
        {
            return new CallOutAnswer.Refused(CallOutRefusal.Stopping);
        }

        if (!_trunk.IsThere)
        {
            return new CallOutAnswer.Refused(CallOutRefusal.NoTrunk);
        }

        if (_parts.Legs.Free < LegsOfCallOut)
        {
            return new CallOutAnswer.Refused(CallOutRefusal.NoMediaPort);
        }

        if (!_phones.Registered.Contains(request.Extension))
        {
            return new CallOutAnswer.Refused(CallOutRefusal.PhoneNotRegistered);
        }

        var id = Guid.CreateVersion7(_parts.Time.GetUtcNow());
        if (!_parts.InUse.TryTake(request.Extension, id))
        {
            return new CallOutAnswer.Refused(CallOutRefusal.PhoneInCall);
        }

        var call = Judge(request, id, out var refusal);
        if (call is null)
        {
            _parts.InUse.Release(request.Extension, id);
            return new CallOutAnswer.Refused(refusal);
        }

        _ = _parts.WatchAsync(call.RunAsync(), id);
        return new CallOutAnswer.Begun(id);
    }

    /// <summary>
    /// Begins a call of the robot and returns at once. The call is in the feed when this returns: who counts lines
    /// before dialling the next one counts it.
    /// </summary>
    public RobotCallAnswer Call(RobotCallOut order) =>
        _isDraining ? new RobotCallAnswer.Refused(CallOutRefusal.Stopping)
        : order.TrialExtension is { } extension ? Try(order, extension)
        : Dial(order);

    /// <summary>Ends a call, whoever is in it. False when it is over already.</summary>
    public bool HangUp(Guid callId) => _parts.Live.TryEnd(callId, new CallEnding.HungUpByScreen());

    private RobotCallAnswer Dial(RobotCallOut order)
    {
        if (!_trunk.IsThere)
        {
            return new RobotCallAnswer.Refused(CallOutRefusal.NoTrunk);
        }

        if (_plan.JudgeRobot(order.Organisation, order.Phone) is not DialVerdict.Granted { Lease: var lease })
        {
            return new RobotCallAnswer.Refused(CallOutRefusal.NumberNotAllowed);
        }

        if (lease.TimeAllowed <= TimeSpan.Zero)
        {
            lease.Dispose();
            return new RobotCallAnswer.Refused(CallOutRefusal.LimitReached);
        }

        var dialling = new RobotDialling(
            _parts, () => _trunk.Dial(lease, _parts.Options.RobotRingTimeMax), order, lease);
        if (Begin(dialling, order) is { } begun)
        {
            return begun;
        }

        lease.Dispose();
        return new RobotCallAnswer.Refused(CallOutRefusal.TooManyCalls);
    }

    private RobotCallAnswer Try(RobotCallOut order, string extension)
    {
        if (!_phones.Registered.Contains(extension))
        {
            return new RobotCallAnswer.Refused(CallOutRefusal.PhoneNotRegistered);
        }

        if (!_parts.InUse.TryTake(extension, order.Id))
        {
            return new RobotCallAnswer.Refused(CallOutRefusal.PhoneInCall);
        }

        var dialling = new RobotDialling(
            _parts,
            () => _phones.Ring(new RingRequest(extension, _parts.Options.PublicNumber, null, order.Id)
            {
                IsTrial = true,
            }),
            order, lease: null);
        if (Begin(dialling, order) is { } begun)
        {
            return begun;
        }

        _parts.InUse.Release(extension, order.Id);
        return new RobotCallAnswer.Refused(CallOutRefusal.TooManyCalls);
    }

    private RobotCallAnswer.Begun? Begin(RobotDialling dialling, RobotCallOut order)
    {
        if (!_parts.Live.TryAdd(order.Id, dialling.End, isEmergency: false))
        {
            return null;
        }

        dialling.Offer();
        var end = dialling.RunAsync();
        _ = _parts.WatchAsync(end, order.Id);
        return new RobotCallAnswer.Begun(end);
    }

    private OutgoingCall? Judge(CallOut request, Guid id, out CallOutRefusal refusal)
    {
        refusal = CallOutRefusal.TooManyCalls;
        switch (_plan.Judge(request.Organisation, request.Extension, request.Phone))
        {
            case DialVerdict.Granted granted:
                var call = new OutgoingCall(_parts, _phones, _trunk, request, granted.Lease, id);
                if (_parts.Live.TryAdd(id, call.End, isEmergency: false))
                {
                    return call;
                }

                granted.Lease.Dispose();
                return null;
            case DialVerdict.Denied denied:
                CallsLog.DialDenied(
                    _parts.Log, request.Extension, PhoneNumber.Mask(request.Phone), denied.Reason);
                refusal = denied.Reason == DialDenial.OutOfReach ? CallOutRefusal.NumberOutOfReach
                    : denied.Reason is DialDenial.NotANumber or DialDenial.NotAllowed or DialDenial.Frozen
                    ? CallOutRefusal.NumberNotAllowed
                    : CallOutRefusal.LimitReached;
                return null;
            default:
                throw new InvalidOperationException("The verdict is granted or denied.");
        }
    }
}
