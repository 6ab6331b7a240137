using System.Globalization;
using System.Text;
using Zhkh.Pbx.Sip;

namespace Zhkh.Web.Provisioning;

/// <summary>Yealink's {mac}.cfg; its first line must stay as it is, or the phone takes none of it.</summary>
internal static class YealinkFile
{
    public static byte[] Write(PhoneProfile profile)
    {
        // transport_type: 0 UDP, 1 TCP, 2 TLS. dtmf.type: 1 is RFC 2833.
        var transport = profile.Transport switch
        {
            SipTransport.Tcp => "1",
            SipTransport.Tls => "2",
            _ => "0",
        };
        var port = profile.Port.ToString(CultureInfo.InvariantCulture);
        var host = profile.Host.Trim('[', ']');
        var text = new StringBuilder("#!version:1.0.0.1\n");
        foreach (var (key, value) in new (string Key, string Value)[]
        {
            ("enable", "1"), ("label", profile.Name), ("display_name", profile.Name),
            ("auth_name", profile.Extension), ("user_name", profile.Extension), ("password", profile.Password),
            ("sip_server.1.address", host), ("sip_server.1.port", port),
            ("sip_server.1.transport_type", transport),
            ("sip_server.1.expires", PhoneProfile.RegisterSeconds.ToString(CultureInfo.InvariantCulture)),
            // Old firmware (up to V70) knows these names only.
            ("sip_server_host", host), ("sip_server_port", port), ("transport", transport),
            ("dtmf.type", "1"),
            ("dtmf.dtmf_payload", PhoneProfile.DigitPayloadType.ToString(CultureInfo.InvariantCulture)),
            ("srtp_encryption", "0"), ("nat.udp_update_enable", "1"),
            ("nat.udp_update_time", PhoneProfile.KeepAliveSeconds.ToString(CultureInfo.InvariantCulture)),
            ("codec.pcma.enable", "1"), ("codec.pcma.priority", "1"), ("codec.pcmu.enable", "1"),
            ("codec.pcmu.priority", "2"), ("codec.g722.enable", "0"), ("codec.g729.enable", "0"),
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"account.1.{key} = {ProvisionFile.OneLine(value)}\n");
        }

        // The link of this file lives an hour: a phone that asked again each night would only be refused.
        text.Append("auto_provision.repeat.enable = 0\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
