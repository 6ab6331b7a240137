namespace Zhkh.Web.Api;

internal static partial class ApiLog
{
    [LoggerMessage(201, LogLevel.Error, "{Method} {Path} broke, trace {Trace}")]
    public static partial void Broken(ILogger log, Exception failure, string method, string path, string trace);
}
