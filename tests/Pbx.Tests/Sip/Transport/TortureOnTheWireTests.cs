using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Tests.Torture;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Transport;

/// <summary>
/// RFC 4475 through the sockets, answers compared with the verdict table. All but one carry no rport, so an answer
/// goes to the sender's address at the port of Via: peers listen on 5060 and 5050 of an address of their own.
/// </summary>
public sealed class TortureOnTheWireTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task All_49_messages_get_their_answers_in_any_order(int seed)
    {
        // The ports are fixed, so the address is one that no other process on this machine is likely to use.
        var process = Environment.ProcessId;
        var address = $"127.{100 + process % 100}.{process / 100 % 250}.{seed}";
        await using var sut = await StackUnderTest.StartAsync(trunks: "127.0.0.0/8");
        using var registrar = new Registrar(new RegistrarOptions(), null, sut.Time, NullLogger<Registrar>.Instance);
        sut.Stack.Registrar = registrar;
        using var usual = sut.Peer(address, 5060);
        using var quotbal = sut.Peer(address, 5050);
        var order = TortureVerdicts.All.ToArray();
        new Random(seed).Shuffle(order);
        var wrong = new StringBuilder();
        foreach (var verdict in order)
        {
            var listener = verdict.Name switch
            {
                "quotbal" => quotbal,
                // mpart01 alone asks for rport, so its answer comes to the port it was sent from (RFC 3581).
                _ => usual,
            };
            usual.Send(TortureVerdicts.Read(verdict.Name));
            var ping = $"after-{verdict.Name}-{seed}";
            listener.Send(listener.Request("OPTIONS", "sip:ping@test", ping, 1));
            var answer = await listener.ReceiveAsync();
            int? status = answer["Call-ID"] == ping ? null : answer.Status;
            if (status is not null)
            {
                var pong = await listener.ReceiveAsync();
                Assert.True(pong["Call-ID"] == ping, $"After {verdict.Name} and its\n{answer}\ncame\n{pong}");
            }

            if (status != verdict.Status)
            {
                wrong.AppendLine($"{verdict.Name} {verdict.Section}: expected {verdict.Status}, got {status}");
            }
        }

        Assert.Equal("", wrong.ToString());
        await sut.UntilAsync(() => sut.Stack is { TransactionCount: 0, ConversationCount: 0, TimerCount: 0 });
    }
}
