using System.Buffers;
using System.Globalization;
using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// Message → octets. Fields stand as they were read or made; Content-Length is what the body is long.
/// </summary>
public static class SipWriter
{
    /// <summary>The octets in an array of their own.</summary>
    public static byte[] ToBytes(SipMessage message)
    {
        var octets = new byte[Measure(message)];
        var written = TryWrite(message, octets, out var length) && length == octets.Length;
        return written ? octets : throw new InvalidOperationException("A message changed while it was written.");
    }

    /// <summary>How many octets the message takes.</summary>
    public static int Measure(SipMessage message)
    {
        var length = message.StartLine.Length + 2;
        Span<byte> own = stackalloc byte[OwnLengthMax];
        foreach (ref readonly var field in message.Headers.Fields)
        {
            length += Line(message, field, own).Length + 2;
        }

        return length + 2 + message.Body.Length;
    }

    /// <summary>Writes the message; false, and nothing to be sent, when the span is too short.</summary>
    public static bool TryWrite(SipMessage message, Span<byte> destination, out int written)
    {
        written = 0;
        Span<byte> own = stackalloc byte[OwnLengthMax];
        if (!TryLine(message.StartLine.Span, destination, ref written))
        {
            return false;
        }

        foreach (ref readonly var field in message.Headers.Fields)
        {
            if (!TryLine(Line(message, field, own), destination, ref written))
            {
                return false;
            }
        }

        if (!TryLine(default, destination, ref written) || !message.Body.Span.TryCopyTo(destination[written..]))
        {
            return false;
        }

        written += message.Body.Length;
        return true;
    }

    // "Content-Length: " and ten digits.
    private const int OwnLengthMax = 32;

    private static ReadOnlySpan<byte> Line(SipMessage message, in Header field, Span<byte> own)
    {
        if (field.Name != HeaderName.ContentLength
            || (Grammar.TryNumber(field.Value.Span, int.MaxValue, out var length) && length == message.Body.Length))
        {
            return field.Line;
        }

        "Content-Length: "u8.CopyTo(own);
        message.Body.Length.TryFormat(own[16..], out var digits, default, CultureInfo.InvariantCulture);
        return own[..(16 + digits)];
    }

    private static bool TryLine(ReadOnlySpan<byte> line, Span<byte> destination, ref int written)
    {
        var room = destination[written..];
        if (room.Length < line.Length + 2)
        {
            return false;
        }

        line.CopyTo(room);
        "\r\n"u8.CopyTo(room[line.Length..]);
        written += line.Length + 2;
        return true;
    }
}
