using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Recording;

internal static partial class RecordingLog
{
    [LoggerMessage(5001, LogLevel.Error,
        "Recording {Id} cannot be written ({Reason}); the call goes on, the recording is partial")]
    public static partial void CannotWrite(ILogger logger, Guid id, string reason);

    [LoggerMessage(5002, LogLevel.Information, "Recordings can be written again")]
    public static partial void WritesAgain(ILogger logger);

    [LoggerMessage(5003, LogLevel.Warning, "Free space under the recordings is low: {FreeBytes} bytes")]
    public static partial void DiskLow(ILogger logger, long freeBytes);

    [LoggerMessage(5004, LogLevel.Warning,
        "Recording {Id} was cut off; {Bytes} torn bytes removed, {Seconds} s remain")]
    public static partial void Repaired(ILogger logger, Guid id, long bytes, double seconds);

    [LoggerMessage(5005, LogLevel.Error, "Recording file {File} is not readable: {Reason}")]
    public static partial void Unreadable(ILogger logger, string file, string reason);

    [LoggerMessage(5006, LogLevel.Warning, "Recordings could not be synced to the disk: {Reason}")]
    public static partial void CannotSync(ILogger logger, string reason);

    [LoggerMessage(5007, LogLevel.Error, "Recording {Id}: chunk {Number} does not authenticate; silence in its place")]
    public static partial void ChunkForged(ILogger logger, Guid id, uint number);
}
