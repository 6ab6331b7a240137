namespace Zhkh.Pbx.Sip;

/// <summary>Response codes and the phrases we send with them (RFC 3261 §21 and its extensions).</summary>
public static class StatusCode
{
#pragma warning disable CS1591 // The phrase below is the description.
    public const int Trying = 100;
    public const int Ringing = 180;
    public const int SessionProgress = 183;
    public const int Ok = 200;
    public const int Accepted = 202;
    public const int BadRequest = 400;
    public const int Unauthorized = 401;
    public const int Forbidden = 403;
    public const int NotFound = 404;
    public const int MethodNotAllowed = 405;
    public const int NotAcceptable = 406;
    public const int ProxyAuthenticationRequired = 407;
    public const int RequestTimeout = 408;
    public const int ConditionalRequestFailed = 412;
    public const int RequestUriTooLong = 414;
    public const int UnsupportedMediaType = 415;
    public const int UnsupportedUriScheme = 416;
    public const int BadExtension = 420;
    public const int ExtensionRequired = 421;
    public const int SessionIntervalTooSmall = 422;
    public const int IntervalTooBrief = 423;
    public const int TemporarilyUnavailable = 480;
    public const int CallDoesNotExist = 481;
    public const int LoopDetected = 482;
    public const int TooManyHops = 483;
    public const int AddressIncomplete = 484;
    public const int BusyHere = 486;
    public const int RequestTerminated = 487;
    public const int NotAcceptableHere = 488;
    public const int BadEvent = 489;
    public const int RequestPending = 491;
    public const int ServerInternalError = 500;
    public const int NotImplemented = 501;
    public const int ServiceUnavailable = 503;
    public const int ServerTimeout = 504;
    public const int VersionNotSupported = 505;
    public const int MessageTooLarge = 513;
    public const int BusyEverywhere = 600;
    public const int Decline = 603;
#pragma warning restore CS1591

    /// <summary>The phrase for a code; the class's own phrase when the code has none of its own.</summary>
    public static string Reason(int status) => status switch
    {
        Trying => "Trying",
        Ringing => "Ringing",
        181 => "Call Is Being Forwarded",
        182 => "Queued",
        SessionProgress => "Session Progress",
        Ok => "OK",
        Accepted => "Accepted",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Moved Temporarily",
        305 => "Use Proxy",
        380 => "Alternative Service",
        BadRequest => "Bad Request",
        Unauthorized => "Unauthorized",
        Forbidden => "Forbidden",
        NotFound => "Not Found",
        MethodNotAllowed => "Method Not Allowed",
        NotAcceptable => "Not Acceptable",
        ProxyAuthenticationRequired => "Proxy Authentication Required",
        RequestTimeout => "Request Timeout",
        ConditionalRequestFailed => "Conditional Request Failed",
        RequestUriTooLong => "Request-URI Too Long",
        UnsupportedMediaType => "Unsupported Media Type",
        UnsupportedUriScheme => "Unsupported URI Scheme",
        BadExtension => "Bad Extension",
        ExtensionRequired => "Extension Required",
        SessionIntervalTooSmall => "Session Interval Too Small",
        IntervalTooBrief => "Interval Too Brief",
        TemporarilyUnavailable => "Temporarily Unavailable",
        CallDoesNotExist => "Call/Transaction Does Not Exist",
        LoopDetected => "Loop Detected",
        TooManyHops => "Too Many Hops",
        AddressIncomplete => "Address Incomplete",
        BusyHere => "Busy Here",
        RequestTerminated => "Request Terminated",
        NotAcceptableHere => "Not Acceptable Here",
        BadEvent => "Bad Event",
        RequestPending => "Request Pending",
        ServerInternalError => "Server Internal Error",
        NotImplemented => "Not Implemented",
        ServiceUnavailable => "Service Unavailable",
        ServerTimeout => "Server Time-out",
        VersionNotSupported => "Version Not Supported",
        MessageTooLarge => "Message Too Large",
        BusyEverywhere => "Busy Everywhere",
        Decline => "Decline",
        604 => "Does Not Exist Anywhere",
        606 => "Not Acceptable",
        < 200 => "Session Progress",
        < 300 => "OK",
        < 400 => "Redirection",
        < 500 => "Bad Request",
        < 600 => "Server Internal Error",
        _ => "Global Failure",
    };
}
