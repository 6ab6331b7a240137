using System.Buffers.Binary;

namespace Zhkh.Pbx.Rtp;

/// <summary>A key on the wire (RFC 4733 §2.3): event, end bit, volume, duration.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |     event     |E|R| volume    |          duration             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
/// <param name="Event">0–9, 10 is *, 11 is #, 12–15 are A–D; others are not keys.</param>
/// <param name="End">The key is up.</param>
/// <param name="Volume">−dBm0, 0 to 63.</param>
/// <param name="Duration">In samples, from the timestamp of the packet.</param>
public readonly record struct TelephoneEvent(byte Event, bool End, byte Volume, ushort Duration)
{
    /// <summary>Bytes of the payload.</summary>
    public const int Bytes = 4;

    private const string Keys = "0123456789*#ABCD";

    /// <summary>The key, or null when the event is not one of the sixteen.</summary>
    public char? Key => Event < Keys.Length ? Keys[Event] : null;

    /// <summary>Event number of a key, or −1.</summary>
    public static int EventOf(char key) => Keys.IndexOf(key, StringComparison.Ordinal);

    public static bool TryParse(ReadOnlySpan<byte> payload, out TelephoneEvent telephoneEvent)
    {
        if (payload.Length < Bytes)
        {
            telephoneEvent = default;
            return false;
        }

        // RFC 2198-like rows of several events are not used for keys; what follows the first is ignored.
        telephoneEvent = new TelephoneEvent(
            payload[0], (payload[1] & 0x80) != 0, (byte)(payload[1] & 0x3F),
            BinaryPrimitives.ReadUInt16BigEndian(payload[2..]));
        return true;
    }

    public void Write(Span<byte> payload)
    {
        payload[0] = Event;
        payload[1] = (byte)(Volume | (End ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], Duration);
    }
}
