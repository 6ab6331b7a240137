namespace Zhkh.Pbx.Calls;

/// <summary>Who called whom (CONTRACT, /api/calls).</summary>
public enum CallDirection
{
    /// <summary>A resident, through the trunk.</summary>
    Inbound,

    /// <summary>One of our phones, the console or the robot to a resident.</summary>
    Outbound,

    /// <summary>Between our own phones, or from one to the robot.</summary>
    Internal,
}
