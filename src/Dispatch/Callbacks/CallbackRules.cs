namespace Zhkh.Dispatch;

/// <summary>The numbers a callback lives by, in force on a day (dispatch.rules).</summary>
/// <param name="Own">Own clock, from arrival.</param>
/// <param name="Legal">The law's clock, from arrival.</param>
/// <param name="Retry">From the end of a try that reached nobody to the next one.</param>
/// <param name="Lease">How long a try may be silent.</param>
/// <param name="AlarmBefore">How long before a clock ends everybody free is alarmed.</param>
/// <param name="Talk">Two-way talk that counts as reached.</param>
/// <param name="TalkLongest">How long a talk may last before its end is given up on.</param>
internal sealed record CallbackRules(
    TimeSpan Own, TimeSpan Legal, TimeSpan Retry, TimeSpan Lease, TimeSpan AlarmBefore, TimeSpan Talk,
    TimeSpan TalkLongest, int TriesBeforeSupervisor);
