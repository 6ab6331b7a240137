using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Trunks;

/// <summary>Log lines of trunks, phones and certificates; event ids 1900–1999.</summary>
internal static partial class TrunksLog
{
    [LoggerMessage(1900, LogLevel.Information, "The certificate {file} was read anew, good until {until}")]
    public static partial void CertificateRead(ILogger log, string file, DateTime until);

    [LoggerMessage(1901, LogLevel.Error, "The certificate {file} cannot be read, the last one stays in use: {error}")]
    public static partial void CertificateNotRead(ILogger log, string file, string error);

    [LoggerMessage(1910, LogLevel.Error, "The trunks could not be saved for a start without a database: {error}")]
    public static partial void NotSaved(ILogger log, string error);

    [LoggerMessage(1911, LogLevel.Error, "The saved trunks cannot be read: {error}")]
    public static partial void NotRead(ILogger log, string error);

    [LoggerMessage(1912, LogLevel.Information, "Trunk {code}: {condition}, {status} of {server}")]
    public static partial void Changed(ILogger log, string code, TrunkCondition condition, int status, string server);

    [LoggerMessage(1913, LogLevel.Error, "Trunk {code}: its password cannot be opened with the key of this folder")]
    public static partial void SecretForeign(ILogger log, string code);

    [LoggerMessage(1914, LogLevel.Warning, "Trunk {code} did not take a call ({status}), the next way is tried")]
    public static partial void FailedOver(ILogger log, string code, int status);

    [LoggerMessage(1915, LogLevel.Warning, "Trunk {code} flaps: lost {times} times within ten minutes")]
    public static partial void Flaps(ILogger log, string code, int times);

    [LoggerMessage(1916, LogLevel.Error, "Trunk {code} could not be asked, it is tried again in {seconds} s")]
    public static partial void NotAsked(ILogger log, Exception? fault, string code, double seconds);
}
