using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>What this element understands; everything else is refused before any state exists.</summary>
public sealed class ScreeningProfile
{
    /// <summary>What the exchange speaks: calls, registrations, transfer, DTMF by INFO.</summary>
    public static ScreeningProfile Default { get; } = new(
        [
            SipMethod.Invite, SipMethod.Ack, SipMethod.Cancel, SipMethod.Bye, SipMethod.Options, SipMethod.Register,
            SipMethod.Info, SipMethod.Update, SipMethod.Refer,
        ],
        extensions: []);

    private readonly SipMethod[] _methods;
    private readonly byte[][] _extensions;

    /// <summary>A profile.</summary>
    /// <param name="methods">In the order in which Allow lists them.</param>
    /// <param name="extensions">Option tags a Require may name.</param>
    public ScreeningProfile(IReadOnlyList<SipMethod> methods, IReadOnlyList<string> extensions)
    {
        _methods = [.. methods];
        _extensions = [.. extensions.Select(WireText.ToBytes)];
        Allow = string.Join(", ", methods);
        Supported = string.Join(", ", extensions);
    }

    /// <summary>The limits of what is judged here.</summary>
    public SipLimits Limits { get; init; } = SipLimits.Default;

    /// <summary>The value of Allow.</summary>
    public string Allow { get; }

    /// <summary>The value of Supported; empty when there is none to send.</summary>
    public string Supported { get; }

    internal bool Allows(SipMethod method) => Array.IndexOf(_methods, method) >= 0;

    internal bool Supports(ReadOnlySpan<byte> optionTag)
    {
        foreach (var known in _extensions)
        {
            if (Ascii.EqualsIgnoreCase(known, optionTag))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The body types of a method, as Accept lists them; null for a method whose body is not looked at.
    /// </summary>
    internal static string? BodyTypes(SipMethod method) =>
        method == SipMethod.Invite || method == SipMethod.Update || method == SipMethod.Options
            || method == SipMethod.Prack
            ? "application/sdp"
        : method == SipMethod.Info ? "application/dtmf-relay, application/dtmf"
        : null;
}
