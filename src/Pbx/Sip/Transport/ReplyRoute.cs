using System.Globalization;
using System.Net;
using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// Where an answer goes: back to the address the request came from, at the port its Via names, or the port it was sent
/// from when it asks so (RFC 3261 §18.2.2, RFC 3581). Never to maddr or to any address in the text: an answer that goes
/// elsewhere is a weapon (RELIABILITY A7).
/// </summary>
internal static class ReplyRoute
{
    public static Flow Of(SipRequest request, Flow flow)
    {
        if (flow.Reliable || !request.TryRecoverTopVia(out var via) || via.AsksForRport)
        {
            return flow;
        }

        return flow.ToPort(via.Port == 0 ? SipPorts.Default : via.Port);
    }

    /// <summary>Writes what we saw into the top Via of a response: received, and rport when it was asked for.</summary>
    public static void Stamp(SipResponse response, SipRequest request, Flow flow)
    {
        if (!request.TryRecoverTopVia(out var via))
        {
            return;
        }

        var seen = flow.Remote;
        var hostIsSeen = IPAddress.TryParse(via.Host.Trim('[', ']'), out var host) && host.Equals(seen.Address);
        if (hostIsSeen && !via.AsksForRport)
        {
            return;
        }

        var texts = new List<string>();
        foreach (var value in request.Headers.Values(HeaderName.Via))
        {
            texts.Add(texts.Count == 0 ? Compose(via, seen) : WireText.Unfold(value.Span));
        }

        response.Headers.Remove(HeaderName.Via);
        for (var i = texts.Count - 1; i >= 0; i--)
        {
            response.Headers.AddFirst(HeaderName.Via, texts[i]);
        }
    }

    // What the sender claims as received or rport is replaced by what is true.
    private static string Compose(Via via, IPEndPoint seen)
    {
        var port = via.Port == 0 ? "" : ":" + via.Port.ToString(CultureInfo.InvariantCulture);
        var text = $"SIP/2.0/{via.Transport} {via.Host}{port};received={seen.Address}";
        if (via.AsksForRport)
        {
            text += FormattableString.Invariant($";rport={seen.Port}");
        }

        return text + Others(WireText.Unfold(via.Parameters.Raw));
    }

    private static string Others(string parameters)
    {
        var kept = new StringBuilder();
        var quoted = false;
        var start = 0;
        for (var i = 0; i <= parameters.Length; i++)
        {
            if (i < parameters.Length && parameters[i] == '"' && (i == 0 || parameters[i - 1] != '\\'))
            {
                quoted = !quoted;
            }

            if (i == parameters.Length || (parameters[i] == ';' && !quoted))
            {
                var one = parameters[start..i].Trim();
                start = i + 1;
                if (one.Length > 0 && !IsOurs(one))
                {
                    kept.Append(';').Append(one);
                }
            }
        }

        return kept.ToString();
    }

    private static bool IsOurs(string parameter)
    {
        var name = parameter.AsSpan();
        var equals = name.IndexOf('=');
        name = (equals < 0 ? name : name[..equals]).Trim();
        return name.Equals("received", StringComparison.OrdinalIgnoreCase)
            || name.Equals("rport", StringComparison.OrdinalIgnoreCase);
    }
}
