using System.Net;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// The Record-Routes of a dialog in the order of sending (RFC 3261 §12.1), fixed when it is confirmed.
/// </summary>
internal sealed class RouteSet
{
    /// <summary>Hops kept; a request that names more would not fit a datagram.</summary>
    public const int HopsMax = 16;

    private readonly string[] _routes;

    private RouteSet(string[] routes) => _routes = routes;

    public static RouteSet Empty { get; } = new([]);

    /// <summary>A UAS takes Record-Route in order, a UAC reversed (§12.1.1, §12.1.2).</summary>
    public static RouteSet Of(SipMessage message, bool reversed) =>
        Of(message.Headers, HeaderName.RecordRoute, reversed);

    /// <summary>The Path of a registration: a preloaded Route (RFC 3327).</summary>
    public static RouteSet Of(IReadOnlyList<string> path) => path.Count == 0 ? Empty : new RouteSet([.. path]);

    /// <summary>
    /// A request to the target through the routes: loose routing keeps the target in the Request-URI, a strict first
    /// hop takes its place (§12.2.1.1).
    /// </summary>
    public SipRequest Request(SipMethod method, string target)
    {
        if (_routes.Length == 0 || IsLoose(_routes[0]))
        {
            var loose = new SipRequest(method, target);
            foreach (var route in _routes)
            {
                loose.Headers.Add(HeaderName.Route, route);
            }

            return loose;
        }

        var strict = new SipRequest(method, UriOf(_routes[0]));
        foreach (var route in _routes.AsSpan(1))
        {
            strict.Headers.Add(HeaderName.Route, route);
        }

        strict.Headers.Add(HeaderName.Route, $"<{target}>");
        return strict;
    }

    /// <summary>
    /// Where the next request goes when its first hop is given by address; null when only a name is known.
    /// </summary>
    public IPEndPoint? NextHop(string target)
    {
        var first = _routes.Length > 0 ? UriOf(_routes[0]) : target;
        return SipUri.TryParse(first, out var uri) && uri.IsSip
            && IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address)
            ? new IPEndPoint(address, uri.Port == 0 ? SipPorts.Default : uri.Port)
            : null;
    }

    private static RouteSet Of(HeaderTable headers, HeaderName name, bool reversed)
    {
        if (!headers.Has(name))
        {
            return Empty;
        }

        var routes = new List<string>();
        foreach (var value in headers.Values(name))
        {
            if (routes.Count < HopsMax && NameAddress.TryParse(value, out var hop) && hop.Uri.IsSip)
            {
                routes.Add(WireText.Unfold(value.Span));
            }
        }

        if (reversed)
        {
            routes.Reverse();
        }

        return routes.Count == 0 ? Empty : new RouteSet([.. routes]);
    }

    private static bool IsLoose(string route) =>
        NameAddress.TryParse(route, out var hop) && hop.Uri.Parameter("lr") is not null;

    private static string UriOf(string route) =>
        NameAddress.TryParse(route, out var hop) ? hop.Uri.ToString() : route;
}
