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

    [LoggerMessage(4010, LogLevel.Information,
        "Menus changed: {Numbers} numbers, {Menus} menus, {Announcements} announcements")]
    public static partial void MenusReplaced(this ILogger log, int numbers, int menus, int announcements);

    [LoggerMessage(4011, LogLevel.Error, "Menus cannot be read: {Reason}")]
    public static partial void MenusNotRead(this ILogger log, string reason);

    [LoggerMessage(4012, LogLevel.Error, "Menus could not be saved for a start without a database: {Reason}")]
    public static partial void MenusNotSaved(this ILogger log, string reason);

    [LoggerMessage(4013, LogLevel.Information,
        "Call {CallId} begins with version {Version} of the menu of {Number}, mode {Mode}")]
    public static partial void BeginsWith(this ILogger log, Guid callId, int version, string number, LineMode mode);
}
