namespace Zhkh.Web.Wiring;

/// <summary>What an outbound call was made for, as the exchange carries it: <c>callback:{id}</c>.</summary>
internal static class CallTag
{
    private const string CallbackPrefix = "callback:";

    public static string ForCallback(Guid callbackId) => CallbackPrefix + callbackId.ToString("D");

    /// <summary>A call that tells somebody that an outage is over.</summary>
    public static string ForRestored(Guid outageId) => "restored:" + outageId.ToString("D");

    public static Guid? CallbackOf(string? tag) =>
        tag is not null && tag.StartsWith(CallbackPrefix, StringComparison.Ordinal)
        && Guid.TryParseExact(tag[CallbackPrefix.Length..], "D", out var id) ? id : null;
}
