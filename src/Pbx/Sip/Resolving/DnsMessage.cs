using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// Questions and answers of RFC 1035 as octets. Whatever an answer holds, reading it ends: a pointer of a name leads
/// to an earlier octet than itself, or the answer is none.
/// </summary>
internal static class DnsMessage
{
    /// <summary>Records looked at in one answer; an operator has a handful.</summary>
    public const int RecordsMax = 64;

    private const int HeaderLength = 12;
    private const int LabelMax = 63;
    private const int NameMax = 253;
    private const int InternetClass = 1;
    private const int RecursionDesired = 0x0100;
    private const int IsResponse = 0x8000;
    private const int IsTruncated = 0x0200;

    /// <summary>A question with recursion wished for; null when the name is none.</summary>
    public static byte[]? Question(ushort id, string name, DnsType type)
    {
        var octets = new List<byte>(HeaderLength + name.Length + 6);
        octets.AddRange([(byte)(id >> 8), (byte)id, RecursionDesired >> 8, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
        if (name.Length is 0 or > NameMax)
        {
            return null;
        }

        foreach (var label in name.TrimEnd('.').Split('.'))
        {
            if (label.Length is 0 or > LabelMax || !label.All(char.IsAscii))
            {
                return null;
            }

            octets.Add((byte)label.Length);
            octets.AddRange(Encoding.ASCII.GetBytes(label.ToLowerInvariant()));
        }

        octets.AddRange([0, (byte)((ushort)type >> 8), (byte)type, 0, InternetClass]);
        return [.. octets];
    }

    /// <summary>
    /// Reads the answer to a question. False when it answers another one, is malformed, or is cut off in a way that
    /// a longer message would not be.
    /// </summary>
    /// <param name="isCut">It did not fit a datagram and has to be asked for by TCP (RFC 1035 §4.2.1).</param>
    public static bool TryRead(
        ReadOnlySpan<byte> octets, ReadOnlySpan<byte> question, out DnsAnswer answer, out bool isCut)
    {
        answer = new DnsAnswer(0, []);
        isCut = false;
        if (octets.Length < question.Length || !octets[..2].SequenceEqual(question[..2]))
        {
            return false;
        }

        var flags = BinaryPrimitives.ReadUInt16BigEndian(octets[2..]);
        var questions = BinaryPrimitives.ReadUInt16BigEndian(octets[4..]);
        var records = BinaryPrimitives.ReadUInt16BigEndian(octets[6..]);
        // The question must be ours, letter by letter: with id and port that is what a forger has to guess.
        if ((flags & IsResponse) == 0 || questions != 1 || !IsSameQuestion(octets, question))
        {
            return false;
        }

        isCut = (flags & IsTruncated) != 0;
        if (isCut)
        {
            return true;
        }

        var found = new List<DnsRecord>();
        var at = question.Length;
        for (var i = 0; i < Math.Min(records, (ushort)RecordsMax); i++)
        {
            if (!TryRecord(octets, ref at, found))
            {
                return false;
            }
        }

        answer = new DnsAnswer(flags & 0xF, found);
        return true;
    }

    private static bool IsSameQuestion(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> question) =>
        Ascii.EqualsIgnoreCase(octets[HeaderLength..question.Length], question[HeaderLength..]);

    private static bool TryRecord(ReadOnlySpan<byte> octets, ref int at, List<DnsRecord> found)
    {
        const int FixedLength = 10;
        if (!TryName(octets, ref at, out var name) || at + FixedLength > octets.Length)
        {
            return false;
        }

        var type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(octets[at..]);
        var kind = BinaryPrimitives.ReadUInt16BigEndian(octets[(at + 2)..]);
        var seconds = BinaryPrimitives.ReadInt32BigEndian(octets[(at + 4)..]);
        var length = BinaryPrimitives.ReadUInt16BigEndian(octets[(at + 8)..]);
        var data = at + FixedLength;
        at = data + length;
        if (at > octets.Length)
        {
            return false;
        }

        if (kind != InternetClass)
        {
            return true;
        }

        var life = TimeSpan.FromSeconds(Math.Max(0, seconds));
        var record = Record(octets[..at], data, type, name, life, out var isWell);
        if (record is not null)
        {
            found.Add(record);
        }

        return isWell;
    }

    /// <summary>Null for a type that is none of ours, and for a malformed one.</summary>
    private static DnsRecord? Record(
        ReadOnlySpan<byte> octets, int at, DnsType type, string name, TimeSpan life, out bool isWell)
    {
        var data = octets[at..];
        isWell = true;
        switch (type)
        {
            case DnsType.A when data.Length == 4:
            case DnsType.Aaaa when data.Length == 16:
                return new DnsRecord.Address(name, life, new IPAddress(data));
            case DnsType.Cname when TryName(octets, ref at, out var alias):
                return new DnsRecord.Alias(name, life, alias);
            case DnsType.Srv when data.Length > 6:
                var server = at + 6;
                isWell = TryName(octets, ref server, out var target);
                return !isWell ? null : new DnsRecord.Server(
                    name, life, BinaryPrimitives.ReadUInt16BigEndian(data),
                    BinaryPrimitives.ReadUInt16BigEndian(data[2..]), BinaryPrimitives.ReadUInt16BigEndian(data[4..]),
                    target);
            case DnsType.Naptr when data.Length > 4:
                at += 4;
                isWell = TryText(octets, ref at, out var flags) & TryText(octets, ref at, out var service)
                    & TryText(octets, ref at, out _) & TryName(octets, ref at, out var replacement);
                return !isWell ? null : new DnsRecord.Pointer(
                    name, life, BinaryPrimitives.ReadUInt16BigEndian(data),
                    BinaryPrimitives.ReadUInt16BigEndian(data[2..]), flags, service, replacement);
            default:
                isWell = type is not (DnsType.A or DnsType.Aaaa or DnsType.Cname or DnsType.Srv or DnsType.Naptr);
                return null;
        }
    }

    /// <summary>A name with its pointers followed (RFC 1035 §4.1.4); <paramref name="at"/> stands behind it.</summary>
    private static bool TryName(ReadOnlySpan<byte> octets, ref int at, out string name)
    {
        var text = new StringBuilder();
        name = "";
        var here = at;
        var isBehind = false;
        while (here < octets.Length)
        {
            var length = octets[here];
            if (length == 0)
            {
                at = isBehind ? at : here + 1;
                name = text.ToString();
                return true;
            }

            if ((length & 0xC0) == 0xC0)
            {
                if (here + 1 >= octets.Length)
                {
                    return false;
                }

                var to = ((length & 0x3F) << 8) | octets[here + 1];
                at = isBehind ? at : here + 2;
                isBehind = true;
                if (to >= here)
                {
                    return false;   // a loop, or a name that is not there yet
                }

                here = to;
                continue;
            }

            if (length > LabelMax || here + 1 + length > octets.Length || text.Length + length >= NameMax)
            {
                return false;
            }

            text.Append(text.Length == 0 ? "" : ".")
                .Append(Encoding.ASCII.GetString(octets.Slice(here + 1, length)).ToLowerInvariant());
            here += 1 + length;
        }

        return false;
    }

    private static bool TryText(ReadOnlySpan<byte> octets, ref int at, out string text)
    {
        text = "";
        if (at >= octets.Length || at + 1 + octets[at] > octets.Length)
        {
            return false;
        }

        text = Encoding.ASCII.GetString(octets.Slice(at + 1, octets[at]));
        at += 1 + octets[at];
        return true;
    }
}
