namespace Zhkh.Web.Hosting;

internal static partial class HostLog
{
    [LoggerMessage(1, LogLevel.Information, "Draining: no new calls, waiting for {Calls} that are up, {Limit} at most")]
    public static partial void Draining(ILogger log, int calls, TimeSpan limit);

    [LoggerMessage(3, LogLevel.Information, "Everything was forgotten on request (--reset)")]
    public static partial void Reset(ILogger log);

    [LoggerMessage(4, LogLevel.Information,
        "Demo town {How}: {Houses} houses, {Accounts} accounts, {People} people, {Meters} meters")]
    public static partial void TownStands(
        ILogger log, string how, int houses, int accounts, int people, int meters);

    [LoggerMessage(5, LogLevel.Warning, "The list of telephones was not read, the last one stays: {Reason}")]
    public static partial void PhonesNotRead(ILogger log, string reason);

    [LoggerMessage(6, LogLevel.Warning, "The list of trunks was not read, the last one stays: {Reason}")]
    public static partial void TrunksNotRead(ILogger log, string reason);

    [LoggerMessage(7, LogLevel.Error, "The trunk {Code} cannot be read from the database and is left out")]
    public static partial void TrunkNotRead(ILogger log, string code);

    [LoggerMessage(8, LogLevel.Warning, "The queues were not read, the last ones stay: {Reason}")]
    public static partial void QueuesNotRead(ILogger log, string reason);

    [LoggerMessage(9, LogLevel.Warning, "Numbers and menus were not read, the last ones stay: {Reason}")]
    public static partial void MenusNotRead(ILogger log, string reason);
}
