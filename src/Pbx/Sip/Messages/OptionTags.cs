using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>The extensions this product speaks (RFC 3261 §27.1) and whether a message names one.</summary>
internal static class OptionTags
{
    /// <summary>Session timers, RFC 4028.</summary>
    public const string Timer = "timer";

    /// <summary>Reliable provisional responses, RFC 3262.</summary>
    public const string Reliable = "100rel";

    /// <summary>RFC 3891.</summary>
    public const string Replaces = "replaces";

    /// <summary>A REFER that makes no subscription, RFC 4488.</summary>
    public const string NoReferSubscription = "norefersub";

    /// <summary>True when the field (Supported, Require) lists the tag; tags are compared without case.</summary>
    public static bool Lists(this SipMessage message, HeaderName field, string tag)
    {
        foreach (var value in message.Headers.Values(field))
        {
            if (Ascii.EqualsIgnoreCase(value.Span, tag))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The peer understands the extension: it says so, or even demands it.</summary>
    public static bool Knows(this SipMessage message, string tag) =>
        message.Lists(HeaderName.Supported, tag) || message.Lists(HeaderName.Require, tag);
}
