using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Dialer;

internal static partial class DialerLog
{
    [LoggerMessage(5001, LogLevel.Information, "Call {CallId}: the robot dials order {OrderId}, try {Attempt}")]
    public static partial void Dialled(ILogger log, Guid callId, Guid orderId, int attempt);

    [LoggerMessage(5002, LogLevel.Warning, "{Count} calls of a host that died are taken as made")]
    public static partial void Recovered(ILogger log, int count);

    [LoggerMessage(5003, LogLevel.Warning, "The dialer cannot reach its orders: {Reason}")]
    public static partial void DatabaseAway(ILogger log, string reason);

    [LoggerMessage(5004, LogLevel.Warning, "Call {CallId} of order {OrderId} was taken for lost meanwhile")]
    public static partial void FenceLost(ILogger log, Guid callId, Guid orderId);
}
