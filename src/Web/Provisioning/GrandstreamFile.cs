using System.Globalization;
using System.Text;
using System.Xml;
using Zhkh.Pbx.Sip;

namespace Zhkh.Web.Provisioning;

/// <summary>Grandstream's cfg{mac}.xml: numbered settings («P values») of the first account.</summary>
internal static class GrandstreamFile
{
    public static byte[] Write(PhoneProfile profile)
    {
        var values = new (string Name, string Value)[]
        {
            ("P271", "1"), ("P270", profile.Name), ("P47", profile.Address), ("P35", profile.Extension),
            ("P36", profile.Extension), ("P34", profile.Password), ("P3", profile.Name), ("P31", "1"),
            // Minutes.
            ("P32", (PhoneProfile.RegisterSeconds / 60).ToString(CultureInfo.InvariantCulture)),
            ("P130", profile.Transport switch
            {
                SipTransport.Tcp => "1",
                SipTransport.Tls => "2",
                _ => "0",
            }),
            // Codecs by their payload types in the order of choice: A-law, µ-law.
            ("P57", "8"), ("P58", "0"),
            // Keys: not in the sound, by RFC 2833, not by INFO.
            ("P850", "0"), ("P851", "1"), ("P852", "0"),
            ("P79", PhoneProfile.DigitPayloadType.ToString(CultureInfo.InvariantCulture)),
            ("P183", "0"),
        };
        using var memory = new MemoryStream();
        using (var xml = XmlWriter.Create(
            memory, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            xml.WriteStartElement("gs_provision");
            xml.WriteAttributeString("version", "1");
            xml.WriteElementString("mac", profile.Mac);
            xml.WriteStartElement("config");
            xml.WriteAttributeString("version", "1");
            foreach (var (name, value) in values)
            {
                xml.WriteElementString(name, ProvisionFile.OneLine(value));
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return memory.ToArray();
    }
}
