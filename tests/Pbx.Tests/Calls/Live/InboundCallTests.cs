using Zhkh.Pbx.Calls;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Calls.Live;

public sealed class InboundCallTests
{
    [Fact]
    public async Task A_known_caller_hears_the_balance_without_pressing_a_key()
    {
        await using var exchange = await TestExchange.StartAsync();
        using var trunk = exchange.Trunk();
        await using var sound = new RtpPeer(TestExchange.TrunkAddress);
        var call = exchange.Call(trunk);
        trunk.Send(call.Invite(TestExchange.Sdp(TestExchange.TrunkAddress, sound.Port)));
        var ok = await trunk.ReceiveFinalAsync();
        Assert.Equal(200, ok.Status);
        call.Learn(ok);
        trunk.Send(call.Ack());

        await sound.HearAsync(
            heard => PromptEar.HeardInOrder(heard, "ru", "greet.open", "bal.total_debt"), TimeSpan.FromSeconds(25));
        trunk.Send(call.Bye());
        Assert.Equal(200, (await trunk.ReceiveFinalAsync()).Status);
        var ended = await exchange.EndedAsync();

        Assert.Equal("+79370000030", ended.Phone);
        Assert.Equal("4406030", ended.AccountNumber);
        Assert.NotNull(ended.RecordingId);
        Assert.Equal(0, exchange.Exchange.LiveCallCount);
    }
}
