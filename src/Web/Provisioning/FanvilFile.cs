using System.Globalization;
using System.Text;
using Zhkh.Pbx.Sip;

namespace Zhkh.Web.Provisioning;

/// <summary>
/// Fanvil's text file: the first line fills 62 columns, names are padded to 24, lines end as on Windows, the last line
/// says that it is the last.
/// </summary>
internal static class FanvilFile
{
    private const int HeadWidth = 62;
    private const int NameWidth = 24;

    public static byte[] Write(PhoneProfile profile)
    {
        var port = profile.Port.ToString(CultureInfo.InvariantCulture);
        var host = profile.Host.Trim('[', ']');
        var text = new StringBuilder("<<VOIP CONFIG FILE>>Version:2.0000000000".PadRight(HeadWidth) + "\r\n\r\n");
        text.Append("<SIP CONFIG MODULE>\r\n").Append("--SIP Line List--".PadRight(NameWidth) + ":\r\n");
        foreach (var (name, value) in new (string Name, string Value)[]
        {
            ("SIP1 Phone Number", profile.Extension), ("SIP1 Display Name", profile.Name), ("SIP1 Sip Name", host),
            ("SIP1 Register Addr", host), ("SIP1 Register Port", port), ("SIP1 Register User", profile.Extension),
            ("SIP1 Register Pswd", profile.Password),
            ("SIP1 Register TTL", PhoneProfile.RegisterSeconds.ToString(CultureInfo.InvariantCulture)),
            ("SIP1 Enable Reg", "1"), ("SIP1 Proxy Addr", host), ("SIP1 Proxy Port", port),
            ("SIP1 Proxy User", profile.Extension), ("SIP1 Proxy Pswd", profile.Password),
            // 0 UDP, 1 TCP, 3 TLS; keys: 1 is RFC 2833.
            ("SIP1 Transport", profile.Transport switch
            {
                SipTransport.Tcp => "1",
                SipTransport.Tls => "3",
                _ => "0",
            }),
            ("SIP1 DTMF Mode", "1"), ("SIP1 Media Encrypt", "0"),
        })
        {
            text.Append(name.PadRight(NameWidth)).Append(':').Append(ProvisionFile.OneLine(value)).Append("\r\n");
        }

        // 0 µ-law, 1 A-law.
        text.Append("\r\n<DSP CONFIG MODULE>\r\n");
        text.Append("Dtmf Payload Type".PadRight(NameWidth)).Append(CultureInfo.InvariantCulture,
            $":{PhoneProfile.DigitPayloadType}\r\n");
        text.Append("P1 First Codec".PadRight(NameWidth)).Append(":1\r\n");
        text.Append("P1 Second Codec".PadRight(NameWidth)).Append(":0\r\n\r\n<<END OF FILE>>\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
