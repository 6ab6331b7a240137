using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// Log lines of the signalling. Nothing that a peer wrote goes in unless <see cref="LogText"/> has cleaned and cut it,
/// and the logger given to the stack lets only a bounded number of lines through each second.
/// </summary>
internal static partial class SipLog
{
    [LoggerMessage(1001, LogLevel.Information, "SIP listens on {Endpoints}, with TLS on {Secured}")]
    public static partial void Listening(ILogger log, string endpoints, string secured);

    [LoggerMessage(1002, LogLevel.Debug, "Sending failed: {Error}")]
    public static partial void SendFailed(ILogger log, SocketError error);

    [LoggerMessage(1003, LogLevel.Warning, "Receiving failed, the socket is opened again: {Error}")]
    public static partial void ReceiveFailed(ILogger log, SocketError error);

    [LoggerMessage(1004, LogLevel.Error, "A datagram was lost to a defect")]
    public static partial void DatagramFault(ILogger log, Exception fault);

    [LoggerMessage(1005, LogLevel.Error, "Conversation {CallId} is ended by a defect")]
    public static partial void ConversationFault(ILogger log, Exception fault, string callId);

    [LoggerMessage(1006, LogLevel.Warning, "Login refused for {User} from {Source}")]
    public static partial void LoginRefused(ILogger log, string user, string source);

    [LoggerMessage(1007, LogLevel.Warning, "{Source} guesses passwords and is silenced")]
    public static partial void Banned(ILogger log, string source);

    [LoggerMessage(1008, LogLevel.Information, "{User} registered from {Source} for {Seconds} s")]
    public static partial void Registered(ILogger log, string user, string source, int seconds);

    [LoggerMessage(1009, LogLevel.Warning, "Call refused with 503: {Reason}")]
    public static partial void Shed(ILogger log, string reason);

    [LoggerMessage(1010, LogLevel.Warning, "{Lines} log lines were left out in the last second")]
    public static partial void LinesLeftOut(ILogger log, long lines);

    [LoggerMessage(1011, LogLevel.Warning, "Connection from {Source} closed: {Reason}")]
    public static partial void ConnectionClosed(ILogger log, string source, string reason);

    [LoggerMessage(1012, LogLevel.Warning, "Saving {What} failed: {Error}")]
    public static partial void SaveFailed(ILogger log, string what, string error);

    [LoggerMessage(1013, LogLevel.Debug, "{Method} {CallId} answered {Status} without state")]
    public static partial void Stateless(ILogger log, string method, string callId, int status);

    [LoggerMessage(1014, LogLevel.Warning, "No ACK for the answer of {CallId}: the call is ended")]
    public static partial void NoAck(ILogger log, string callId);

    [LoggerMessage(1015, LogLevel.Error, "A timer was lost to a defect")]
    public static partial void TimerFault(ILogger log, Exception fault);

    [LoggerMessage(1016, LogLevel.Warning, "No sign of the peer of {CallId} within its session: the call is ended")]
    public static partial void SessionExpired(ILogger log, string callId);
}
