using System.Globalization;

namespace Zhkh.Pbx.Sip;

/// <summary>Header values that we write in more than one place.</summary>
internal static class MessageText
{
    /// <summary>What we understand; REFER joins with transfer.</summary>
    public static readonly ScreeningProfile Profile = new(
        [
            SipMethod.Invite, SipMethod.Ack, SipMethod.Cancel, SipMethod.Bye, SipMethod.Options, SipMethod.Register,
            SipMethod.Info, SipMethod.Update,
        ],
        extensions: []);

    /// <summary>What a dialog or an OPTIONS may use.</summary>
    public static readonly string Allow = Profile.Allow;

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
