using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Zhkh.Pbx.Sdp;

/// <summary>
/// Octets → session description (RFC 8866 §9). Line by line, in linear time, without exceptions. s= and t= may be
/// missing (they mean nothing to a call, and gateways leave them out); what a call needs may not.
/// </summary>
public static class SdpParser
{
    // Control characters but HTAB; a lone CR is among them.
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(c => c != '\t').Append(0x7F).Select(c => (byte)c)]);

    /// <summary>Reads a body. Lines end in CRLF or in LF (RFC 8866 §5 asks parsers to take both).</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> octets, SdpLimits limits, [NotNullWhen(true)] out SessionDescription? description,
        out SdpError error)
    {
        description = null;
        error = octets.IsEmpty ? SdpError.Empty : octets.Length > limits.TextMax ? SdpError.TooLarge : SdpError.None;
        var reader = new Reading(limits);
        for (var count = 0; error == SdpError.None && !octets.IsEmpty; count++)
        {
            var end = octets.IndexOf((byte)'\n');
            var line = end < 0 ? octets : octets[..end];
            octets = end < 0 ? default : octets[(end + 1)..];
            line = line is [.., (byte)'\r'] ? line[..^1] : line;
            error = line.Length > limits.LineMax || count >= limits.LinesMax ? SdpError.TooLarge
                // Empty lines at the end are noise that many send.
                : line.IsEmpty && octets.TrimStart("\r\n"u8).IsEmpty ? SdpError.None
                : line.Length < 2 || line[1] != (byte)'=' || line.ContainsAny(Controls) ? SdpError.Line
                : reader.Take((char)line[0], Encoding.Latin1.GetString(line[2..]), isFirst: count == 0);
        }

        return error == SdpError.None && reader.TryFinish(out description, out error);
    }

    /// <summary>What was read so far.</summary>
    private sealed class Reading(SdpLimits limits)
    {
        private readonly List<string> _times = [];
        private readonly List<MediaDescription> _media = [];
        private List<SdpAttribute> _attributes = [];
        private List<SdpLine> _others = [];
        private List<SdpAttribute> _sessionAttributes = [];
        private List<SdpLine> _sessionOthers = [];
        private SdpOrigin? _origin;
        private string? _name;
        private SdpConnection? _sessionConnection;
        private SdpConnection? _connection;
        private MediaDescription? _open;

        internal SdpError Take(char type, string value, bool isFirst)
        {
            if (isFirst != (type == 'v'))
            {
                return SdpError.Version;
            }

            switch (type)
            {
                case 'v':
                    return value == "0" ? SdpError.None : SdpError.Version;
                case 'o' when _open is null && _origin is null:
                    return SdpOrigin.TryParse(value, out _origin) ? SdpError.None : SdpError.Origin;
                case 's' when _open is null && _name is null:
                    _name = value;
                    return SdpError.None;
                case 't' when _open is null:
                    _times.Add(value);
                    return SdpError.None;
                case 'c' when _connection is null:
                    return SdpConnection.TryParse(value, out _connection) ? SdpError.None : SdpError.Connection;
                case 'c':
                    // More of them are for layered multicast, to which nothing is sent.
                    return SdpError.None;
                case 'a':
                    _attributes.Add(Attribute(value));
                    return SdpError.None;
                case 'i' or 'b' or 'k':
                case 'u' or 'e' or 'p' or 'r' or 'z' when _open is null:
                    _others.Add(new SdpLine(type, value));
                    return SdpError.None;
                case 'm':
                    return OpenMedia(value);
                default:
                    // RFC 8866 §5: a description with an unknown type letter is ignored altogether.
                    return SdpError.Line;
            }
        }

        internal bool TryFinish([NotNullWhen(true)] out SessionDescription? description, out SdpError error)
        {
            CloseMedia();
            error = _origin is null ? SdpError.Origin : SdpError.None;
            description = _origin is null ? null : new SessionDescription
            {
                Origin = _origin,
                Name = _name ?? "-",
                Connection = _sessionConnection,
                Times = _times.Count == 0 ? ["0 0"] : _times,
                Attributes = _sessionAttributes,
                OtherLines = _sessionOthers,
                Media = _media,
            };
            return description is not null;
        }

        // media SP port [ "/" count ] SP proto 1*( SP fmt )
        private SdpError OpenMedia(string value)
        {
            CloseMedia();
            var parts = value.TrimEnd(' ').Split(' ');
            if (_media.Count >= limits.MediaMax || parts.Length > limits.FormatsMax + 3)
            {
                return SdpError.TooLarge;
            }

            if (parts.Length < 4 || Array.Exists(parts, part => part.Length == 0)
                || !TryPort(parts[1], out var port, out var count))
            {
                return SdpError.Media;
            }

            _open = new MediaDescription
            {
                Kind = parts[0],
                Port = port,
                PortCount = count,
                Protocol = parts[2],
                Formats = parts[3..],
            };
            return SdpError.None;
        }

        private void CloseMedia()
        {
            if (_open is null)
            {
                (_sessionAttributes, _sessionOthers, _sessionConnection) = (_attributes, _others, _connection);
            }
            else
            {
                _media.Add(_open with { Attributes = _attributes, OtherLines = _others, Connection = _connection });
            }

            (_attributes, _others, _connection) = ([], [], null);
        }

        private static bool TryPort(string text, out int port, out int count)
        {
            count = 1;
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            return TryNumber(slash < 0 ? text : text.AsSpan(0, slash), out port)
                && (slash < 0 || (TryNumber(text.AsSpan(slash + 1), out count) && count > 0));
        }

        private static bool TryNumber(ReadOnlySpan<char> text, out int number) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number <= ushort.MaxValue;

        private static SdpAttribute Attribute(string value)
        {
            var colon = value.IndexOf(':', StringComparison.Ordinal);
            return colon < 0 ? new SdpAttribute(value) : new SdpAttribute(value[..colon], value[(colon + 1)..]);
        }
    }
}
