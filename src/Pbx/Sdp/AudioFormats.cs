using System.Globalization;

namespace Zhkh.Pbx.Sdp;

/// <summary>
/// The payload types of one audio section: its format list with its rtpmap lines, or with the static table of
/// RFC 3551 where there is none. What is not a number of 7 bits is no payload type (AST-2018-002, 673b978aa).
/// </summary>
internal sealed class AudioFormats
{
    private const int PayloadTypeMax = 127;

    private readonly MediaDescription _media;
    private readonly string?[] _maps = new string?[PayloadTypeMax + 1];

    internal AudioFormats(MediaDescription media)
    {
        _media = media;
        foreach (var attribute in media.Attributes)
        {
            // The first rtpmap of a payload type holds.
            if (attribute is { Name: "rtpmap", Value: { } value }
                && value.Split(' ', 2, StringSplitOptions.TrimEntries) is [var number, var map]
                && TryPayloadType(number, out var payloadType))
            {
                _maps[payloadType] ??= map;
            }
        }
    }

    /// <summary>The first codec of the section that is among ours.</summary>
    internal bool TryFindCodec(IReadOnlyList<AudioCodec> ours, out AudioCodec codec, out byte payloadType)
    {
        foreach (var format in _media.Formats)
        {
            if (TryPayloadType(format, out payloadType) && CodecOf(payloadType) is { } known && ours.Contains(known))
            {
                codec = known;
                return true;
            }
        }

        codec = default;
        payloadType = 0;
        return false;
    }

    /// <summary>The payload type of telephone-event at the clock of our codecs.</summary>
    internal byte? FindTelephoneEvent()
    {
        foreach (var format in _media.Formats)
        {
            if (TryPayloadType(format, out var payloadType) && IsMapped(payloadType, "telephone-event"))
            {
                return payloadType;
            }
        }

        return null;
    }

    private AudioCodec? CodecOf(byte payloadType) =>
        IsMapped(payloadType, "PCMA") || (payloadType == 8 && _maps[8] is null) ? AudioCodec.Pcma
        : IsMapped(payloadType, "PCMU") || (payloadType == 0 && _maps[0] is null) ? AudioCodec.Pcmu
        : null;

    // encoding name "/" clock rate [ "/" channels ]; the name is case-insensitive (RFC 8866 §6.6).
    private bool IsMapped(byte payloadType, string name) =>
        _maps[payloadType] is { } map
        && (map.AsSpan().Equals(name + "/8000", StringComparison.OrdinalIgnoreCase)
            || map.AsSpan().Equals(name + "/8000/1", StringComparison.OrdinalIgnoreCase));

    private static bool TryPayloadType(string text, out byte payloadType) =>
        byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out payloadType)
        && payloadType <= PayloadTypeMax;
}
