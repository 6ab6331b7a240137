using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Queues;

/// <summary>Log lines of the queues; events 7001–7099.</summary>
internal static partial class QueueLog
{
    [LoggerMessage(7001, LogLevel.Error, "{Path} could not be written: {Reason}")]
    public static partial void SnapshotNotSaved(this ILogger log, string path, string reason);

    [LoggerMessage(7002, LogLevel.Error, "{Path} could not be read: {Reason}")]
    public static partial void SnapshotNotRead(this ILogger log, string path, string reason);
}
