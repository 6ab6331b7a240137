using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Ivr;

internal static partial class IvrLog
{
    [LoggerMessage(4001, LogLevel.Warning, "{Desk} did not answer call {CallId}: {Reason}")]
    public static partial void DeskSilent(this ILogger log, string desk, Guid callId, string reason);

    [LoggerMessage(4004, LogLevel.Error, "{Desk} broke while call {CallId} was waiting for it")]
    public static partial void DeskBroken(this ILogger log, Exception fault, string desk, Guid callId);

    [LoggerMessage(4002, LogLevel.Information, "Call {CallId} goes to the line {Line}")]
    public static partial void GoesToPerson(this ILogger log, Guid callId, string line);

    [LoggerMessage(4003, LogLevel.Information, "Call {CallId}: nobody came in the line {Line}")]
    public static partial void NobodyCame(this ILogger log, Guid callId, string line);
}
