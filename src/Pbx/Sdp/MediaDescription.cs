namespace Zhkh.Pbx.Sdp;

/// <summary>An m= section. Profile, fingerprint and ICE lines are kept like every other.</summary>
public sealed record MediaDescription
{
    /// <summary>"audio", "video" …</summary>
    public required string Kind { get; init; }

    /// <summary>0 means refused, or refused by its own author.</summary>
    public required int Port { get; init; }

    /// <summary>"port/count"; 1 when it is not said.</summary>
    public int PortCount { get; init; } = 1;

    /// <summary>The profile: "RTP/AVP", "UDP/TLS/RTP/SAVPF" …</summary>
    public required string Protocol { get; init; }

    /// <summary>Payload types or other formats, in the author's order of preference.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>c= of this section; null when the session's holds.</summary>
    public SdpConnection? Connection { get; init; }

    /// <summary>a= lines in order.</summary>
    public IReadOnlyList<SdpAttribute> Attributes { get; init; } = [];

    /// <summary>i=, b= and k= lines in order.</summary>
    public IReadOnlyList<SdpLine> OtherLines { get; init; } = [];

    /// <summary>The value of the first attribute of that name; empty for one without value, null for none.</summary>
    public string? Attribute(string name)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Name == name)
            {
                return attribute.Value ?? "";
            }
        }

        return null;
    }

    /// <summary>This section refused: its place, kind, profile and formats stay (RFC 3264 §6).</summary>
    public MediaDescription Refused() =>
        new() { Kind = Kind, Port = 0, Protocol = Protocol, Formats = Formats };
}
