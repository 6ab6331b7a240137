using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Trunks;

/// <summary>Log lines of trunks, phones and certificates; event ids 1900–1999.</summary>
internal static partial class TrunksLog
{
    [LoggerMessage(1900, LogLevel.Information, "The certificate {file} was read anew, good until {until}")]
    public static partial void CertificateRead(ILogger log, string file, DateTime until);

    [LoggerMessage(1901, LogLevel.Error, "The certificate {file} cannot be read, the last one stays in use: {error}")]
    public static partial void CertificateNotRead(ILogger log, string file, string error);
}
