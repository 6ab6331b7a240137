namespace Zhkh.Pbx.Calls;

/// <summary>How a conversation came to its end.</summary>
/// <param name="How">How the leg ended that ended it.</param>
/// <param name="IsByResident">True when that was the resident's.</param>
/// <param name="IsLeftAlone">True when the resident stayed and nobody could be found for them.</param>
internal readonly record struct RoomEnd(LegEnd How, bool IsByResident, bool IsLeftAlone = false)
{
    /// <summary>The ending of a call in which a person was reached.</summary>
    public CallEnding Ending(CallRecord call) => this switch
    {
        { IsLeftAlone: true } => new CallEnding.LeftAlone(),
        { How: LegEnd.MediaLost } => new CallEnding.MediaLost(),
        { How: LegEnd.Fault } => new CallEnding.FlowFailed(true),
        _ when call.Direction == CallDirection.Inbound => CallEnding.OfHangUp(call, IsByResident),
        _ => new CallEnding.Talked(),
    };
}
