using System.Globalization;
using System.Text;

namespace Zhkh.Web.Provisioning;

/// <summary>
/// MicroSIP.ini, put beside the program. Windows reads an INI file in the old code page unless it is UTF-16 with its
/// mark. A value has no escapes; quotes around the whole of one would be taken off.
/// </summary>
internal static class MicroSipFile
{
    public static byte[] Write(PhoneProfile profile)
    {
        // DTMFMethod: 0 is whatever the far side takes, RFC 2833 first; with telephone-event in our answers it is that.
        var lines = new (string Key, string Value)[]
        {
            ("label", profile.Name), ("server", profile.Address), ("proxy", profile.Address),
            ("domain", profile.Host), ("username", profile.Extension), ("password", profile.Password),
            ("authID", profile.Extension), ("displayName", profile.Name), ("transport", profile.TransportName),
            ("publicAddr", ""), ("SRTP", ""),
            ("registerRefresh", PhoneProfile.RegisterSeconds.ToString(CultureInfo.InvariantCulture)),
            ("keepAlive", PhoneProfile.KeepAliveSeconds.ToString(CultureInfo.InvariantCulture)),
            ("publish", "0"), ("ICE", "0"), ("allowRewrite", "0"), ("disableSessionTimer", "0"),
        };
        var text = new StringBuilder();
        text.Append("[Settings]\r\naccountId=1\r\naudioCodecs=PCMA/8000/1 PCMU/8000/1\r\nDTMFMethod=0\r\n"
            + "enableSTUN=0\r\nVAD=0\r\nupdatesInterval=never\r\n[Account1]\r\n");
        foreach (var (key, value) in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{key}={Unquoted(ProvisionFile.OneLine(value))}\r\n");
        }

        return [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text.ToString())];
    }

    private static string Unquoted(string value) =>
        value.Length > 1 && value[0] == value[^1] && value[0] is '"' or '\'' ? value.Trim(value[0]) : value;
}
