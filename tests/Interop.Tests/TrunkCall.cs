using System.Globalization;
using System.Net;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>
/// A resident calling through the operator: sipp speaks SIP from a trunk address, an <see cref="RtpPeer"/> is the ear,
/// the mouth and the keys.
/// </summary>
public sealed class TrunkCall : IAsyncDisposable
{
    private const string TrunkAddress = "127.0.46.1";
    private readonly Sipp _sipp;

    private TrunkCall(Sipp sipp, RtpPeer peer)
    {
        _sipp = sipp;
        Sound = peer;
    }

    /// <summary>What the resident hears, says and presses.</summary>
    public RtpPeer Sound { get; }

    /// <summary>The messages on the wire.</summary>
    public string Trace => _sipp.Trace();

    /// <summary>Calls and hangs up after the given time, unless the exchange does so earlier.</summary>
    public static TrunkCall Place(
        IPEndPoint exchange, string from, string to, TimeSpan hangsUpAfter, string address = TrunkAddress) =>
        Start(exchange, from, to, Scenarios.TalkThenHangUp(hangsUpAfter), address);

    /// <summary>Calls and stays until the exchange ends the call.</summary>
    public static TrunkCall PlaceAndStay(IPEndPoint exchange, string from, string to) =>
        Start(exchange, from, to, Scenarios.StayUntilBye, TrunkAddress);

    /// <summary>sipp's own verdict on the signalling: 0 = every message came as the scenario says.</summary>
    public Task<int> EndAsync(TimeSpan limit) => _sipp.EndAsync(limit);

    public async ValueTask DisposeAsync()
    {
        _sipp.Dispose();
        await Sound.DisposeAsync();
    }

    private static TrunkCall Start(IPEndPoint exchange, string from, string to, string scenario, string address)
    {
        var peer = new RtpPeer(address);
        var sipp = Sipp.Start(scenario, exchange, address,
            "-m", "1", "-s", to, "-key", "from_number", from,
            "-key", "ear_port", peer.Port.ToString(CultureInfo.InvariantCulture));
        return new TrunkCall(sipp, peer);
    }
}
