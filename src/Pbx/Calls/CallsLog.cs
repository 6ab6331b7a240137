using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Calls;

/// <summary>Log lines of calls and their journal; event ids 3000–3099.</summary>
internal static partial class CallsLog
{
    [LoggerMessage(3000, LogLevel.Warning, "Journal segment {name}: {bytes} damaged bytes skipped")]
    public static partial void SegmentDamaged(ILogger log, string name, int bytes);

    [LoggerMessage(3001, LogLevel.Error, "Journal segment {name} cannot be read: {error}")]
    public static partial void SegmentUnreadable(ILogger log, string name, string error);

    [LoggerMessage(3002, LogLevel.Critical,
        "The call journal cannot be written ({error}); calls go on, up to {max} facts are kept in memory")]
    public static partial void JournalFull(ILogger log, string error, int max);

    [LoggerMessage(3003, LogLevel.Warning, "The call journal is written again; {held} facts were held in memory")]
    public static partial void JournalBack(ILogger log, int held);

    [LoggerMessage(3004, LogLevel.Critical, "The memory for unwritten facts is full; {lost} facts are lost so far")]
    public static partial void FactsLost(ILogger log, long lost);

    [LoggerMessage(3005, LogLevel.Warning, "{count} calls of the previous run had no end; they are taken as cut off")]
    public static partial void CallsCut(ILogger log, int count);

    [LoggerMessage(3006, LogLevel.Error, "Journal segment {number} could not be removed: {error}")]
    public static partial void SegmentNotRemoved(ILogger log, long number, string error);

    [LoggerMessage(3010, LogLevel.Information, "Call {callId} offered: {from} → {to} ({direction})")]
    public static partial void Offered(ILogger log, Guid callId, string from, string to, CallDirection direction);

    [LoggerMessage(3011, LogLevel.Information, "Call {callId} ended: {ending}")]
    public static partial void Ended(ILogger log, Guid callId, string ending);

    [LoggerMessage(3012, LogLevel.Error, "The flow of {number} failed; call {callId} is ended and owed a callback")]
    public static partial void FlowFailed(ILogger log, Exception? fault, Guid callId, string number);

    [LoggerMessage(3013, LogLevel.Error, "Prompt {language}/{promptId} is missing and was left out")]
    public static partial void PromptMissing(ILogger log, string language, string promptId);

    [LoggerMessage(3014, LogLevel.Warning, "Call {callId} refused: {ending}")]
    public static partial void Refused(ILogger log, Guid callId, string ending);

    [LoggerMessage(3015, LogLevel.Warning, "Extension {extension} may not dial {number}: {reason}")]
    public static partial void DialDenied(ILogger log, string extension, string number, Numbers.DialDenial reason);

    [LoggerMessage(3016, LogLevel.Error, "A defect ended call {callId}")]
    public static partial void CallFault(ILogger log, Exception? fault, Guid callId);

    [LoggerMessage(3018, LogLevel.Information, "Extension {extension} is on a permanent line")]
    public static partial void LineConnected(ILogger log, string extension);

    [LoggerMessage(3019, LogLevel.Information, "The permanent line of extension {extension} is gone")]
    public static partial void LineGone(ILogger log, string extension);

    [LoggerMessage(3041, LogLevel.Warning, "Extension {from} typed a wrong code for the permanent line of {line}")]
    public static partial void LinePinWrong(ILogger log, string from, string line);

    [LoggerMessage(3017, LogLevel.Error, "No socket for the sound of a call on {address}: {error}")]
    public static partial void NoSocket(ILogger log, System.Net.IPAddress address, string error);
}
