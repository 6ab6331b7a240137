namespace Zhkh.Web.Wiring;

internal static partial class WiringLog
{
    [LoggerMessage(401, LogLevel.Warning, "{Schema} fact {Id} {Type} failed, try {Attempt} of {AttemptsMax}: {Reason}")]
    public static partial void FactFailed(
        ILogger log, string schema, long id, string type, int attempt, int attemptsMax, string reason);

    [LoggerMessage(402, LogLevel.Error, "{Schema} fact {Id} {Type} went to the dead letters after {Attempts} tries")]
    public static partial void FactDied(
        ILogger log, Exception failure, string schema, long id, string type, int attempts);

    [LoggerMessage(403, LogLevel.Warning, "The relay of {Schema} cannot reach its outbox: {Reason}")]
    public static partial void RelayStalled(ILogger log, string schema, string reason);

    [LoggerMessage(404, LogLevel.Warning, "{Clock} missed a tick: {Reason}")]
    public static partial void TickMissed(ILogger log, string clock, string reason);
}
