using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Transport;

/// <summary>
/// RELIABILITY P4: the hostile corpus through the socket from a trusted address, which reaches furthest in; a ping
/// after each proves that the exchange still listens, the fault counter that nothing was thrown.
/// </summary>
[Collection(FaultCount.Collection)]
public sealed class HostileOnTheWireTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(
            Repository.Path("tests", "Pbx.Tests", "Fuzz", "hostile"), "*.dat")
        .Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_exchange_survives_and_throws_nothing(string file)
    {
        using var faults = new FaultCount();
        await using var sut = await StackUnderTest.StartAsync(invite => invite.Reject(486));
        using var registrar = new Registrar(new RegistrarOptions(), null, sut.Time, NullLogger<Registrar>.Instance);
        sut.Stack.Registrar = registrar;
        using var peer = sut.Peer();
        var octets = await File.ReadAllBytesAsync(Repository.Path("tests", "Pbx.Tests", "Fuzz", "hostile", file));
        var sends = octets.Length > 65_000 ? octets[..65_000] : octets;
        peer.Send(sends);
        peer.Send(peer.Request("OPTIONS", "sip:ping@test", "the-ping", 1));
        WireMessage answer;
        do
        {
            answer = await peer.ReceiveAsync();
        }
        while (answer["Call-ID"] != "the-ping");

        Assert.Equal(200, answer.Status);
        await sut.AdvanceUntilAsync(() => sut.Stack is { TransactionCount: 0, ConversationCount: 0, TimerCount: 0 });
        Assert.Equal(0, faults.Count);
    }
}
