using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Rtp;

namespace Zhkh.Pbx.Tests.Rtp;

/// <summary>A running engine on free loopback ports.</summary>
internal sealed class LoopbackLegs : IAsyncDisposable
{
    public LoopbackLegs(MediaOptions? options = null, ILogger? logger = null)
    {
        Engine = new MediaEngine(
            (options ?? new MediaOptions()) with { FirstPort = 0, LastPort = 0, RealTime = false }, TimeProvider.System,
            logger ?? NullLogger.Instance);
        Engine.Start();
    }

    public MediaEngine Engine { get; }

    public RtpLeg Open() => Engine.TryOpenLeg(IPAddress.Loopback) ?? throw new InvalidOperationException("No ports.");

    public RtpLeg Open(
        RtpPeer peer, AudioCodec codec = AudioCodec.Pcma, Func<NegotiatedMedia, NegotiatedMedia>? with = null)
    {
        var leg = Open();
        var media = new NegotiatedMedia(peer.EndPoint, codec, 101);
        leg.Start(with is null ? media : with(media));
        return leg;
    }

    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}

/// <summary>Waits for what the media thread does, without sleeping blindly.</summary>
internal static class Eventually
{
    public static void True(Func<bool> condition, string what)
    {
        Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(20)), what);
    }
}
