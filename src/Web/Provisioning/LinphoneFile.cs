using System.Globalization;
using System.Text;
using System.Xml;
using Zhkh.Pbx.Sip;

namespace Zhkh.Web.Provisioning;

/// <summary>
/// Linphone's remote provisioning (lpconfig): sections of entries that go into its own settings. It takes HA1, so the
/// password itself is not in the file.
/// </summary>
internal static class LinphoneFile
{
    public static byte[] Write(PhoneProfile profile)
    {
        var identity = $"sip:{profile.Extension}@{profile.Host}";
        var server = $"<sip:{profile.Address};transport={profile.TransportName}>";
        var ha1 = Digest.Ha1(DigestAlgorithm.Md5, profile.Extension, profile.Realm, profile.Password);
        using var memory = new MemoryStream();
        using (var xml = XmlWriter.Create(
            memory, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            xml.WriteStartElement("config");
            Section(xml, "sip",
                ("default_proxy", "0"), ("use_info", "0"), ("use_rfc2833", "1"), ("keepalive_period",
                    (1000 * PhoneProfile.KeepAliveSeconds).ToString(CultureInfo.InvariantCulture)),
                ("media_encryption", "none"));
            Section(xml, "net", ("firewall_policy", "0"));
            Section(xml, "auth_info_0",
                ("username", profile.Extension), ("userid", profile.Extension), ("ha1", ha1),
                ("realm", profile.Realm), ("domain", profile.Host), ("algorithm", "MD5"));
            Section(xml, "proxy_0",
                ("reg_proxy", server), ("reg_route", server), ("reg_identity", Named(profile, identity)),
                ("reg_expires", PhoneProfile.RegisterSeconds.ToString(CultureInfo.InvariantCulture)),
                ("reg_sendregister", "1"), ("publish", "0"), ("avpf", "0"));
            Codec(xml, 0, "PCMA");
            Codec(xml, 1, "PCMU");
            xml.WriteEndElement();
        }

        return memory.ToArray();
    }

    /// <summary>A display name is a quoted string (RFC 3261 §25.1).</summary>
    private static string Named(PhoneProfile profile, string identity) => profile.Label.Length == 0 ? identity
        : $"\"{ProvisionFile.OneLine(profile.Label).Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)}\" <{identity}>";

    private static void Codec(XmlWriter xml, int number, string mime) => Section(
        xml, $"audio_codec_{number}", ("mime", mime), ("rate", "8000"), ("channels", "1"), ("enabled", "1"));

    private static void Section(XmlWriter xml, string name, params (string Name, string Value)[] entries)
    {
        xml.WriteStartElement("section");
        xml.WriteAttributeString("name", name);
        foreach (var (key, value) in entries)
        {
            xml.WriteStartElement("entry");
            xml.WriteAttributeString("name", key);
            xml.WriteAttributeString("overwrite", "true");
            xml.WriteString(ProvisionFile.OneLine(value));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}
