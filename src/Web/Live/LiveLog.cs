namespace Zhkh.Web.Live;

internal static partial class LiveLog
{
    [LoggerMessage(301, LogLevel.Warning, "Sessions of open consoles could not be checked: {Reason}")]
    public static partial void WatchFailed(ILogger log, string reason);

    [LoggerMessage(302, LogLevel.Warning, "Who is on call {CallId} could not be looked up: {Reason}")]
    public static partial void FactsUnknown(ILogger log, Guid callId, string reason);

    [LoggerMessage(303, LogLevel.Error, "The card of call {CallId} broke")]
    public static partial void FactsBroken(ILogger log, Exception? failure, Guid callId);

    [LoggerMessage(304, LogLevel.Error, "Sending to a console broke")]
    public static partial void SendingBroke(ILogger log, Exception? failure);
}
