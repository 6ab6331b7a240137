namespace Zhkh.Web.Outward;

internal static partial class OutwardLog
{
    [LoggerMessage(901, LogLevel.Warning, "{Gateway} is out of reach: {Reason}; {Channel} messages wait")]
    public static partial void GatewayAway(ILogger log, string gateway, OutwardChannel channel, string reason);

    [LoggerMessage(902, LogLevel.Information, "{Gateway} is back; {Count} waiting {Channel} messages go at once")]
    public static partial void GatewayBack(ILogger log, string gateway, OutwardChannel channel, int count);

    [LoggerMessage(903, LogLevel.Warning, "The queue of {Channel} messages cannot be reached: {Reason}")]
    public static partial void QueueAway(ILogger log, OutwardChannel channel, string reason);

    [LoggerMessage(904, LogLevel.Error, "{Channel} message {Id} is a dead letter after {Attempts} tries: {Reply}")]
    public static partial void Died(ILogger log, OutwardChannel channel, Guid id, int attempts, string reply);

    [LoggerMessage(905, LogLevel.Warning, "{Channel} message {Id} was lent anew or reported on before its end came in")]
    public static partial void Fenced(ILogger log, OutwardChannel channel, Guid id);

    [LoggerMessage(906, LogLevel.Error, "{Channel} message {Id} broke its sender")]
    public static partial void Broke(ILogger log, Exception failure, OutwardChannel channel, Guid id);

    [LoggerMessage(907, LogLevel.Warning, "No gateway for {Channel} messages is set up: they wait in the queue")]
    public static partial void NoGateway(ILogger log, OutwardChannel channel);

    [LoggerMessage(908, LogLevel.Warning, "A report for {Hook} from {Address} is not signed by the operator; refused")]
    public static partial void Unsigned(ILogger log, string hook, string address);

    [LoggerMessage(909, LogLevel.Warning, "{Channel} message {Id} is refused by {Gateway}: {Reply}")]
    public static partial void Refused(ILogger log, OutwardChannel channel, Guid id, string gateway, string reply);
}
