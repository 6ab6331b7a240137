using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Rtp;

internal static partial class RtpLog
{
    [LoggerMessage(2001, LogLevel.Information,
        "Media loop runs on a thread of its own, real-time scheduling: {RealTime}")]
    public static partial void LoopStarted(ILogger logger, bool realTime);

    [LoggerMessage(2002, LogLevel.Error,
        "The source, sink or tap of the leg on port {Port} threw; the leg goes on without them")]
    public static partial void LegThrew(ILogger logger, int port, Exception exception);

    [LoggerMessage(2003, LogLevel.Warning, "The media clock slipped: {Ticks} ticks of 2 ms were left out")]
    public static partial void ClockSlipped(ILogger logger, long ticks);

    [LoggerMessage(2004, LogLevel.Warning, "No RTP on port {Port} for {Seconds} s")]
    public static partial void RtpTimedOut(ILogger logger, int port, double seconds);

    [LoggerMessage(2005, LogLevel.Critical,
        "The media loop cannot wait for packets (errno {Error}); no call has sound")]
    public static partial void LoopBroken(ILogger logger, int error);

    [LoggerMessage(2006, LogLevel.Warning, "{Count} keys could not be sent on port {Port}: too many wait already")]
    public static partial void DigitsDropped(ILogger logger, int count, int port);
}
