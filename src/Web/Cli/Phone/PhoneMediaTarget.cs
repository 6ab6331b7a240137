using System.Net;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Sdp;

namespace Zhkh.Web.Cli;

/// <summary>Where our sound goes and in which form, as the far end's answer says.</summary>
/// <param name="KeysPayloadType">Of telephone-event; null when the far end takes none.</param>
internal sealed record PhoneMediaTarget(
    IPEndPoint Remote, Zhkh.Pbx.Audio.AudioCodec Codec, byte PayloadType, byte? KeysPayloadType)
{
    private const string KeysFormat = " telephone-event/8000";

    /// <summary>What we offer: both G.711 laws and keys (RFC 4733).</summary>
    public static string Offer(IPEndPoint local)
    {
        var family = local.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? "IP4" : "IP6";
        return string.Join("\r\n",
        [
            "v=0", $"o=- 1 1 IN {family} {local.Address}", "s=-", $"c=IN {family} {local.Address}", "t=0 0",
            $"m=audio {local.Port} RTP/AVP 8 0 101", "a=rtpmap:8 PCMA/8000", "a=rtpmap:0 PCMU/8000",
            "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-15", "a=ptime:20", "a=sendrecv", "",
        ]);
    }

    /// <summary>Reads the answer; null when no G.711 stream was agreed.</summary>
    public static PhoneMediaTarget? Of(ReadOnlySpan<byte> answer)
    {
        if (!SdpParser.TryParse(answer, SdpLimits.Default, out var session, out _)
            || session.Media.FirstOrDefault(m => m is { Kind: "audio", Port: > 0 }) is not { } audio
            || (audio.Connection ?? session.Connection)?.TryGetAddress(out var address) != true)
        {
            return null;
        }

        var payloadType = audio.Formats.FirstOrDefault(f => f is "0" or "8");
        var keys = audio.Attributes
            .Where(a => a.Name == "rtpmap" && a.Value is { } map && map.EndsWith(KeysFormat, StringComparison.Ordinal))
            .Select(a => a.Value?.Split(' ')[0])
            .FirstOrDefault();
        return payloadType is null ? null : new PhoneMediaTarget(
            new IPEndPoint(address, audio.Port),
            payloadType == "8" ? Zhkh.Pbx.Audio.AudioCodec.Pcma : Zhkh.Pbx.Audio.AudioCodec.Pcmu,
            (byte)(payloadType == "8" ? 8 : 0),
            byte.TryParse(keys, System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture, out var type) ? type : null);
    }
}
