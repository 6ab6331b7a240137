namespace Zhkh.Pbx.Sip;

/// <summary>An INFO of the peer: digits of phones that send no RFC 4733.</summary>
public sealed record InfoReceived(string ContentType, ReadOnlyMemory<byte> Body);
