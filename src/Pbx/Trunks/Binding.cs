using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Trunks;

/// <summary>One place where a user can be reached now.</summary>
/// <param name="User">The extension.</param>
/// <param name="Contact">The URI the phone gave, exactly as it stood; it comes back in the 200 (RFC 4475
/// §3.3.13).</param>
/// <param name="Flow">The way the REGISTER came by: calls go back the same way.</param>
/// <param name="Path">Proxies on the way, nearest to us first (RFC 3327).</param>
/// <param name="Expires">UTC.</param>
public sealed record Binding(
    string User, string Contact, Flow Flow, IReadOnlyList<string> Path, DateTimeOffset Expires)
{
    /// <summary>The Request-URI for a call: the contact without URI headers, which are never obeyed.</summary>
    public string Target => Contact.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? Contact[..at] : Contact;

    /// <summary>
    /// Make and version as the phone says, cut and without control characters; empty when it says nothing.
    /// </summary>
    public string UserAgent { get; init; } = "";

    /// <summary>Since when it has been registered without a break.</summary>
    public DateTimeOffset Since { get; init; }

    internal string CallId { get; init; } = "";

    internal uint CSeq { get; init; }

    internal string Branch { get; init; } = "";

    /// <summary>When it was last confirmed: the oldest makes room.</summary>
    internal DateTimeOffset RefreshedAt { get; init; }
}
