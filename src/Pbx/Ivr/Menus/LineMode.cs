namespace Zhkh.Pbx.Ivr;

/// <summary>How a number answers at a moment; a menu may say something of its own in each.</summary>
public enum LineMode
{
    /// <summary>Working hours.</summary>
    Open,

    /// <summary>Outside working hours.</summary>
    Closed,

    /// <summary>A day without working hours that the list of special days names.</summary>
    Holiday,

    /// <summary>Night by the wall clock.</summary>
    Night,

    /// <summary>Days of the month on which the consultation line takes readings and nothing else (S3).</summary>
    ReadingsOnly,
}
