namespace Zhkh.Pbx.Sip;

/// <summary>A call to be made.</summary>
public sealed record OutgoingInviteRequest
{
    /// <summary>Request-URI: a phone's Contact, or <c>sip:+7937…@operator</c>.</summary>
    public required string Target { get; init; }

    /// <summary>
    /// Where it is sent: the flow of a binding, or <see cref="SipStack.FlowTo"/> of a trunk's address.
    /// </summary>
    public required Flow Flow { get; init; }

    /// <summary>From URI: <c>sip:100@zhkh</c>.</summary>
    public required string From { get; init; }

    /// <summary>Display name of From, any language (sent as UTF-8).</summary>
    public string FromName { get; init; } = "";

    /// <summary>To URI; the target when null.</summary>
    public string? To { get; init; }

    /// <summary>Our SDP.</summary>
    public required ReadOnlyMemory<byte> Offer { get; init; }

    /// <summary>How we log in there; shown to <see cref="Flow"/> only.</summary>
    public OutgoingCredentials? Credentials { get; init; }

    /// <summary>Preloaded Route: the Path of a binding (RFC 3327).</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>The mailbox of the conversation that this leg joins; null for one of its own.</summary>
    public Mailbox? Mailbox { get; init; }

    /// <summary>True for phones: later requests stay on the flow, since a Contact may lie behind NAT.</summary>
    public bool StaysOnFlow { get; init; }

    /// <summary>
    /// Asks the phone to answer by itself: <c>Call-Info: answer-after=0</c> and <c>Alert-Info:
    /// info=alert-autoanswer</c>, the two spellings that phones know. Only with the consent of whoever sits there.
    /// </summary>
    public bool AutoAnswer { get; init; }

    /// <summary>Further header fields by name: P-Asserted-Identity, Alert-Info.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
