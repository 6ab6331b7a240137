using System.Net;
using System.Net.Sockets;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Trunks;

/// <summary>A line by address over TCP: nobody is registered through its connection, calls make their own.</summary>
public sealed class TrunkByAddressTests
{
    [Fact]
    public async Task A_server_that_closes_connections_at_rest_loses_no_call()
    {
        using var op = Operator("127.0.80.71");
        await using var town = await TrunkTown.StartAsync(op, SipTransport.Tcp, change: ByAddress);
        await town.UntilAsync(TrunkCondition.Ready);
        for (var break_ = 1; break_ <= 4; break_++)
        {
            var connections = op.Connections;
            op.HangUp();
            await town.AdvanceAsync(() =>
            {
                Assert.True(town.Line.IsUsable, $"{town.Line.State}");
                return op.Connections > connections && op.Of("OPTIONS").Count > break_;
            });
        }

        Assert.Equal((TrunkCondition.Ready, 0), (town.Line.State.Condition, town.Line.State.LostLately));

        // One that is gone is another matter.
        op.Answers = false;
        op.Dispose();
        await town.AdvanceAsync(() => town.Line.State.Condition == TrunkCondition.Failing);
        Assert.Equal((TrunkHint.Unreachable, 1), (town.Line.State.Hint, town.Line.State.LostLately));
        Assert.False(town.Line.IsUsable);
    }

    [Theory]
    [InlineData(0, TrunkKeepAlive.Options)]
    [InlineData(20, TrunkKeepAlive.Crlf)]
    public async Task A_server_that_is_not_there_is_unreachable_and_does_not_flap(int seconds, TrunkKeepAlive by)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.80.72"), 0));   // taken, and nobody listens
        using var op = Operator("127.0.80.73");
        op.Answers = false;
        await using var town = await TrunkTown.StartAsync(op, SipTransport.Tcp, seconds, t => ByAddress(t) with
        {
            Domain = "127.0.80.72", Port = ((IPEndPoint)socket.LocalEndPoint!).Port, KeepAlive = by,
        });
        await town.UntilAsync(TrunkCondition.Failing);
        var begin = town.Stack.Time.GetUtcNow();
        await town.AdvanceAsync(() => town.Stack.Time.GetUtcNow() - begin > TimeSpan.FromSeconds(130));
        Assert.Equal(
            (TrunkCondition.Failing, TrunkHint.Unreachable, 0),
            (town.Line.State.Condition, town.Line.State.Hint, town.Line.State.LostLately));
        Assert.False(town.Line.IsUsable);
    }

    [Theory]
    [InlineData(0, TrunkKeepAlive.Options, 0)]
    [InlineData(20, TrunkKeepAlive.Crlf, 1)]
    public async Task A_server_that_is_there_is_ready_without_being_asked(int seconds, TrunkKeepAlive by, int pings)
    {
        using var op = Operator("127.0.80.74");
        await using var town = await TrunkTown.StartAsync(
            op, SipTransport.Tcp, seconds, t => ByAddress(t) with { KeepAlive = by });
        await town.UntilAsync(TrunkCondition.Ready);
        Assert.Equal((1, pings), (op.Connections, op.Pings));
        Assert.Empty(op.Heard);
        Assert.True(town.Line.IsUsable);
    }

    private static TrunkSettings ByAddress(TrunkSettings trunk) => trunk with { Mode = TrunkMode.ByAddress };

    private static ScriptedStreamOperator Operator(string address) =>
        new(address, m => m.Method == "OPTIONS" ? ScriptedOperator.Response(m, 200) : null);
}
