namespace Zhkh.Web.Storage;

internal static partial class StorageLog
{
    [LoggerMessage(101, LogLevel.Information, "Migrated {Schema}/{Script}")]
    public static partial void Migrated(ILogger log, string schema, string script);

    [LoggerMessage(102, LogLevel.Warning,
        "The robot's questions to the database are stopped for {Pause}: {Failures} failures in a row")]
    public static partial void CircuitOpened(ILogger log, TimeSpan pause, int failures);

    [LoggerMessage(103, LogLevel.Information, "The robot's questions to the database go through again")]
    public static partial void CircuitClosed(ILogger log);
}
