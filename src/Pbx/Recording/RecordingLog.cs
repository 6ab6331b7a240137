using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Recording;

internal static partial class RecordingLog
{
    [LoggerMessage(5001, LogLevel.Error,
        "Recording {Id} cannot be written ({Reason}); the call goes on, the recording is partial")]
    public static partial void CannotWrite(ILogger logger, Guid id, string reason);

    [LoggerMessage(5002, LogLevel.Information, "Recordings can be written again")]
    public static partial void WritesAgain(ILogger logger);

    [LoggerMessage(5003, LogLevel.Warning, "Free space under the recordings is {Level}: {FreeBytes} bytes")]
    public static partial void DiskLow(ILogger logger, long freeBytes, DiskLevel level);

    [LoggerMessage(5004, LogLevel.Warning,
        "Recording {Id} was cut off; {Bytes} torn bytes removed, {Seconds} s remain")]
    public static partial void Repaired(ILogger logger, Guid id, long bytes, double seconds);

    [LoggerMessage(5005, LogLevel.Error, "Recording file {File} is not readable: {Reason}")]
    public static partial void Unreadable(ILogger logger, string file, string reason);

    [LoggerMessage(5006, LogLevel.Warning, "Recordings could not be synced to the disk: {Reason}")]
    public static partial void CannotSync(ILogger logger, string reason);

    [LoggerMessage(5007, LogLevel.Error, "Recording {Id}: chunk {Number} does not authenticate; silence in its place")]
    public static partial void ChunkForged(ILogger logger, Guid id, uint number);

    [LoggerMessage(5008, LogLevel.Information, "Free space under the recordings is {Level} again: {FreeBytes} bytes")]
    public static partial void DiskRecovers(ILogger logger, long freeBytes, DiskLevel level);

    [LoggerMessage(5009, LogLevel.Information,
        "Recordings are wrapped with the new key {KeyId}; {Files} were wrapped anew")]
    public static partial void Rotated(ILogger logger, string keyId, int files);

    [LoggerMessage(5010, LogLevel.Error, "Recordings keep an old key: {Files} could not be wrapped anew")]
    public static partial void CannotRotate(ILogger logger, int files);

    [LoggerMessage(5011, LogLevel.Warning, "{Headers} headers that a crash left half changed were put back")]
    public static partial void HeadersPutBack(ILogger logger, int headers);

    [LoggerMessage(5012, LogLevel.Information, "{Count} recordings past their term were deleted ({Cause})")]
    public static partial void Purged(ILogger logger, int count, string cause);

    [LoggerMessage(5013, LogLevel.Error, "Recording {Id} is past its term and cannot be deleted: {Reason}")]
    public static partial void CannotDelete(ILogger logger, Guid id, string reason);

    [LoggerMessage(5014, LogLevel.Information, "{Verb} of the recordings was ordered by {By}")]
    public static partial void Ordered(ILogger logger, RecordingVerb verb, string by);

    [LoggerMessage(5015, LogLevel.Error, "Recordings keep an old key for now: {Reason}")]
    public static partial void RotationStuck(ILogger logger, string reason);
}
