namespace Zhkh.Pbx.Sdp;

/// <summary>a=name or a=name:value (RFC 8866 §5.13). Text is the Latin-1 view of its octets.</summary>
/// <param name="Name">Case-sensitive.</param>
/// <param name="Value">Null for a property attribute.</param>
public readonly record struct SdpAttribute(string Name, string? Value = null)
{
    /// <summary>As it is written, without "a=".</summary>
    public override string ToString() => Value is null ? Name : Name + ":" + Value;
}
