using System.Globalization;

namespace Zhkh.Web.Provisioning;

/// <summary>A settings file of one make of phone.</summary>
/// <param name="Name">As the phone asks for it.</param>
internal sealed record ProvisionFile(string Name, string ContentType, byte[] Content)
{
    /// <summary>The makes, each with the name of its file for a phone.</summary>
    public static IReadOnlyList<(string Make, string Name)> NamesFor(string extension, string? mac) => mac is null
        ? [("microsip", $"{extension}.ini"), ("linphone", $"{extension}.xml")]
        :
        [
            ("microsip", $"{extension}.ini"), ("linphone", $"{extension}.xml"), ("yealink", $"{mac}.cfg"),
            ("grandstream", $"cfg{mac}.xml"), ("fanvil", $"fanvil-{mac}.cfg"),
        ];

    /// <summary>
    /// The file of this name; null when the phone has none so called. Makers differ in upper and lower case.
    /// </summary>
    public static ProvisionFile? For(string name, PhoneProfile profile)
    {
        var make = NamesFor(profile.Extension, profile.Mac)
            .FirstOrDefault(file => file.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Make;
        return make switch
        {
            "microsip" => new(name, "text/plain; charset=utf-16", MicroSipFile.Write(profile)),
            "linphone" => new(name, "application/xml; charset=utf-8", LinphoneFile.Write(profile)),
            "yealink" => new(name, "text/plain; charset=utf-8", YealinkFile.Write(profile)),
            "grandstream" => new(name, "application/xml; charset=utf-8", GrandstreamFile.Write(profile)),
            "fanvil" => new(name, "text/plain; charset=utf-8", FanvilFile.Write(profile)),
            _ => null,
        };
    }

    /// <summary>
    /// A value that fills one line and no more: what could end the line, or be no character, is left out.
    /// </summary>
    public static string OneLine(string value) => string.Concat(value.Where(IsWritten)).Trim();

    private static bool IsWritten(char sign) => CharUnicodeInfo.GetUnicodeCategory(sign) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);
}
