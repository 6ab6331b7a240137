namespace Zhkh.Pbx.Sip;

/// <summary>A request outside any dialog that is no INVITE: REGISTER, OPTIONS.</summary>
internal sealed record OutgoingRequest
{
    public required SipMethod Method { get; init; }

    /// <summary>Request-URI.</summary>
    public required string Target { get; init; }

    public required Flow Flow { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    public string CallId { get; init; } = SipTokens.CallId();

    public string FromTag { get; init; } = SipTokens.Tag();

    public uint CSeq { get; init; } = 1;

    /// <summary>Preloaded Route: an outbound proxy.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>Further fields: Contact, Expires, Authorization.</summary>
    public IReadOnlyList<(HeaderName Name, string Value)> Headers { get; init; } = [];
}

/// <summary>What came of it.</summary>
/// <param name="Status">408 when nobody answered, 503 when it could not be sent.</param>
/// <param name="Response">Null when there was none.</param>
internal sealed record OutgoingAnswer(int Status, SipResponse? Response);
