using System.Globalization;

namespace Zhkh.Pbx.Sip;

/// <summary>Header values that we write in more than one place.</summary>
internal static class MessageText
{
    private static readonly SipMethod[] Methods =
    [
        SipMethod.Invite, SipMethod.Ack, SipMethod.Cancel, SipMethod.Bye, SipMethod.Options, SipMethod.Register,
        SipMethod.Info, SipMethod.Update, SipMethod.Prack,
    ];

    /// <summary>What we understand.</summary>
    public static readonly ScreeningProfile Profile = new(
        [.. Methods, SipMethod.Refer],
        extensions: [OptionTags.Timer, OptionTags.Reliable, OptionTags.Replaces, OptionTags.NoReferSubscription]);

    /// <summary>What anybody's dialog or OPTIONS may use.</summary>
    public static readonly string Allow = string.Join(", ", Methods);

    /// <summary>What a dialog with a phone of ours may use besides: transfer.</summary>
    public static readonly string AllowPhone = Profile.Allow;

    /// <summary>The extensions, as Supported lists them.</summary>
    public static readonly string Supported = Profile.Supported;

    public const string Sdp = "application/sdp";

    /// <summary>RFC 3261 §8.1.1.6.</summary>
    public const string MaxForwards = "70";

    public static string Seconds(TimeSpan time) =>
        ((int)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Our Contact on a flow. The user part says nothing: dialogs are found by their tags.</summary>
    public static string Contact(SipCore core, Flow flow)
    {
        var transport = flow.Transport == SipTransport.Udp ? "" : ";transport=" + flow.Transport.InUri();
        return $"<sip:zhkh@{core.HostPortOf(flow)}{transport}>";
    }
}
