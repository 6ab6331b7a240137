using System.Globalization;

namespace Zhkh.Pbx.Sip;

/// <summary>A response: status, phrase and fields.</summary>
public sealed class SipResponse : SipMessage
{
    private readonly ReadOnlyMemory<byte> _reason;

    internal SipResponse(
        int status, ReadOnlyMemory<byte> reason, ReadOnlyMemory<byte> line, HeaderTable headers,
        ReadOnlyMemory<byte> body)
        : base(line, headers, body)
    {
        Status = status;
        _reason = reason;
    }

    /// <summary>A new response without fields; a UAS makes one by <see cref="SipRequest.CreateResponse"/>.</summary>
    /// <exception cref="ArgumentException">The phrase is not one line of octets.</exception>
    public SipResponse(int status, string? reason = null)
        : this(status, ReasonBytes(status, reason), Line(status, reason), new HeaderTable(), default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 699);
    }

    /// <summary>100–699.</summary>
    public int Status { get; }

    /// <summary>The phrase, Latin-1 view; may be empty (RFC 4475 §3.1.1.13).</summary>
    public string Reason => WireText.View(_reason.Span);

    /// <summary>1xx.</summary>
    public bool IsProvisional => Status < 200;

    /// <summary>2xx.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    private static byte[] ReasonBytes(int status, string? reason)
    {
        var bytes = WireText.ToBytes(reason ?? StatusCode.Reason(status));
        WireText.DemandOneLine(bytes);
        return bytes;
    }

    private static byte[] Line(int status, string? reason) => WireText.ToBytes(string.Create(
        CultureInfo.InvariantCulture, $"SIP/2.0 {status} {reason ?? StatusCode.Reason(status)}"));
}
