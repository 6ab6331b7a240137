using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx;

/// <summary>Log lines of the exchange as a whole; event ids 3900–3999.</summary>
internal static partial class PbxLog
{
    [LoggerMessage(3900, LogLevel.Critical,
        "Extension {extension} is frozen: too many forbidden numbers. Its calls out stop until an administrator looks")]
    public static partial void ExtensionFrozen(ILogger log, string extension);

    [LoggerMessage(3901, LogLevel.Error,
        "The list of phones could not be saved for a start without a database: {error}")]
    public static partial void PeersNotSaved(ILogger log, string error);

    [LoggerMessage(3902, LogLevel.Error, "The saved list of phones cannot be read: {error}")]
    public static partial void PeersNotRead(ILogger log, string error);
}
