using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Storage;

/// <summary>Log lines of the drain; event ids 3100–3199.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(3100, LogLevel.Error, "The database does not take calls ({error}); they wait in the journal")]
    public static partial void DatabaseAway(ILogger log, string error);

    [LoggerMessage(3101, LogLevel.Information, "The database takes calls again after {failures} attempts")]
    public static partial void DatabaseBack(ILogger log, int failures);

    [LoggerMessage(3102, LogLevel.Critical, "The database refuses call {callId}: {state} {message}; it is set aside")]
    public static partial void CallRefused(ILogger log, Guid callId, string state, string message);
}
