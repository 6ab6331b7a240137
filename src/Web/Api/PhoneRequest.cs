using System.Net;
using System.Text.RegularExpressions;
using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Storage;

namespace Zhkh.Web.Api;

/// <summary>A telephone as an administrator wants it.</summary>
/// <param name="Mac">In any usual spelling; empty for a program.</param>
internal sealed partial record PhoneRequest(
    string? Extension, string? Organisation, string? Label, string? Mac, DialClass? Reach, int? MinutesPerDay,
    bool Enabled = true)
{
    private const int LabelMax = 60;
    private const int MinutesMax = 24 * 60;

    /// <summary>The row it asks for; else the field that cannot be so.</summary>
    public PhoneRow? ToRow(string extension, Func<string, bool> isPhoneNumber, out string wrong)
    {
        var mac = MacOf(Mac);
        var label = Label?.Trim() ?? "";
        wrong = !NumberForm().IsMatch(extension) || !isPhoneNumber(extension) ? "extension"
            : label.Length > LabelMax || label.Any(sign => char.IsControl(sign) || char.IsSurrogate(sign))
                || label != Provisioning.ProvisionFile.OneLine(label) ? "label"
            : Mac is { Length: > 0 } && mac is null ? "mac"
            : Reach is not { } known || !Enum.IsDefined(known) ? "reach"
            : MinutesPerDay is < 0 or > MinutesMax ? "minutesPerDay"
            : "";
        return wrong.Length == 0
            ? new PhoneRow(
                extension, Organisation ?? "", label, mac, Reach ?? DialClass.Country, MinutesPerDay, Enabled, false)
            : null;
    }

    /// <summary>Twelve digits in lower case, or null when these are none.</summary>
    public static string? MacOf(string? text)
    {
        var digits = string.Concat((text ?? "").Where(sign => sign is not (':' or '-' or '.' or ' ')));
        return MacForm().IsMatch(digits) ? digits.ToLowerInvariant() : null;
    }

    [GeneratedRegex("^[0-9]{2,8}$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberForm();

    [GeneratedRegex("^[0-9A-Fa-f]{12}$", RegexOptions.CultureInvariant)]
    private static partial Regex MacForm();
}

/// <summary>What all phones of an organisation may at most.</summary>
/// <param name="Home">Beginning of a fixed line of its town: 78462, 380382; empty: not said.</param>
internal sealed partial record CallRightsRequest(DialClass? Reach, int? MinutesPerDay, string? Home)
{
    private const int MinutesMax = 24 * 60;

    /// <summary>The rights it asks for; else the field that cannot be so.</summary>
    public CallRights? ToRights(string organisation, out string wrong)
    {
        var home = (Home ?? "").Trim().TrimStart('+');
        wrong = Reach is not { } known || !Enum.IsDefined(known) ? "reach"
            : MinutesPerDay is < 0 or > MinutesMax ? "minutesPerDay"
            : !HomeForm().IsMatch(home) ? "home" : "";
        return wrong.Length == 0
            ? new CallRights(organisation, Reach ?? DialClass.Country, MinutesPerDay, home) : null;
    }

    [GeneratedRegex("^((7|380)[0-9]{0,7})?$", RegexOptions.CultureInvariant)]
    private static partial Regex HomeForm();
}

/// <summary>How a phone reaches us.</summary>
/// <param name="Server">Name or address, with a port when it is not ours; empty: as this page was reached.</param>
internal sealed partial record PhoneLinkRequest(SipTransport? Transport, string? Server)
{
    private const int HostMax = 253;

    /// <summary>Host and port, or null when the text names none.</summary>
    public static (string Host, int? Port)? ServerOf(string text)
    {
        var match = ServerForm().Match(text);
        if (!match.Success || match.Groups["host"].Value is not { Length: <= HostMax } host
            || (host[0] == '[' && !IPAddress.TryParse(host, out _)))
        {
            return null;
        }

        int? port = match.Groups["port"].Success
            ? int.Parse(match.Groups["port"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : null;
        return port is < 1 or > IPEndPoint.MaxPort ? null : (host, port);
    }

    [GeneratedRegex(
        @"^(?<host>[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(:(?<port>[0-9]{1,5}))?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex ServerForm();
}
