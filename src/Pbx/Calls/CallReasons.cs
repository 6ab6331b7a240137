namespace Zhkh.Pbx.Calls;

/// <summary>Values of the Reason header (RFC 3326).</summary>
internal static class CallReasons
{
    /// <summary>The phone then lists no missed call.</summary>
    public const string AnsweredElsewhere = "SIP;cause=200;text=\"Call completed elsewhere\"";
}
