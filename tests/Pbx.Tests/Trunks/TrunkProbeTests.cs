using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Tests.Calls.Live;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Trunks;

/// <summary>«Проверить» with the echo number of an operator: our sound and a key have to come back.</summary>
public sealed class TrunkProbeTests
{
    [Theory]
    [InlineData(TrunkDtmf.Auto, "127.0.80.51", TrunkFinding.KeysHeard)]
    [InlineData(TrunkDtmf.Inband, "127.0.80.52", TrunkFinding.KeysHeard)]
    [InlineData(TrunkDtmf.Info, "127.0.80.53", TrunkFinding.KeysNotHeard)]   // this echo knows sound and events only
    public async Task The_echo_number_gives_back_sound_and_a_key(TrunkDtmf mode, string address, TrunkFinding keys)
    {
        using var echo = new EchoSocket(address);
        ScriptedOperator? answering = null;
        using var op = answering = Operator(
            address, m => ScriptedOperator.Answered(m, answering!.Local, TestExchange.Sdp(address, echo.Port)));
        var report = await ProbeAsync(op, t => t with { Dtmf = mode, EchoNumber = "*43#" });
        Assert.Equal([TrunkFinding.Answers, TrunkFinding.Echo, keys], report.Findings);
        Assert.True(report.IsWell);
        Assert.StartsWith("INVITE sip:*43%23@", op.Of("INVITE").Single().StartLine, StringComparison.Ordinal);
        await TestExchange.Until(() => op.Of("BYE").Count == 1);
    }

    [Theory]
    [InlineData(486, TrunkFinding.NobodyAnswered, true)]
    [InlineData(404, TrunkFinding.WrongNumber, false)]
    [InlineData(403, TrunkFinding.Forbidden, false)]
    [InlineData(488, TrunkFinding.NoCodec, false)]
    [InlineData(500, TrunkFinding.OperatorDown, false)]
    public async Task A_refused_echo_is_explained(int status, TrunkFinding finding, bool isWell)
    {
        using var op = Operator("127.0.80.54", m => ScriptedOperator.Response(m, status));
        var report = await ProbeAsync(op, t => t with { EchoNumber = "4444" });
        Assert.Equal([TrunkFinding.Answers, finding], report.Findings);
        Assert.Equal(isWell, report.IsWell);
    }

    [Fact]
    public async Task A_trial_that_is_broken_off_hangs_up_and_leaves()
    {
        ScriptedOperator? answering = null;
        using var op = answering = new ScriptedOperator("127.0.80.55", m => m.Method switch
        {
            "REGISTER" when m["Authorization"].Length == 0 => ScriptedOperator.Challenge(m, "n"),
            "REGISTER" => ScriptedOperator.Registered(m, int.Parse(m["Expires"])),
            "INVITE" => ScriptedOperator.Answered(m, answering!.Local),   // its sound goes where nobody is
            "ACK" => null,
            _ => ScriptedOperator.Response(m, 200),
        });
        using var closed = new CancellationTokenSource();
        var trial = ProbeAsync(
            op, t => t with { Mode = TrunkMode.Registration, User = "0332750", EchoNumber = "4444" }, "pw",
            closed.Token);
        await TestExchange.Until(() => op.Of("ACK").Count == 1);
        await closed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trial);
        Assert.Single(op.Of("BYE"));
        var left = op.Of("REGISTER")[^1];
        Assert.Equal("0", left["Expires"]);
        Assert.NotEmpty(left["Authorization"]);
    }

    [Fact]
    public async Task A_number_of_help_is_not_called_even_where_a_line_names_it()
    {
        using var op = Operator("127.0.80.57", m => ScriptedOperator.Response(m, 486));
        var report = await ProbeAsync(op, t => t with { EchoNumber = "112" });
        Assert.Equal([TrunkFinding.Answers], report.Findings);
        Assert.Empty(op.Of("INVITE"));
    }

    [Theory]
    [InlineData("4444", null)]
    [InlineData("*43", null)]
    [InlineData("+79370000030", "echoNumber")]
    [InlineData("89370000030", "echoNumber")]
    [InlineData("echo", "echoNumber")]
    [InlineData("112", "echoNumber")]
    [InlineData("101", "echoNumber")]
    [InlineData("*03#", "echoNumber")]
    [InlineData("1120", null)]
    public void An_echo_number_is_short_and_not_of_help(string number, string? field) =>
        Assert.Equal(field, TrunkFault.Of(new TrunkSettings
        {
            Code = "op", Name = "op", User = "1", Domain = "op.test", EchoNumber = number,
        })?.Field);

    private static ScriptedOperator Operator(string address, Func<WireMessage, string?> invited) =>
        new(address, m => m.Method switch
        {
            "INVITE" => invited(m),
            "ACK" => null,
            _ => ScriptedOperator.Response(m, 200),
        });

    private static Task<TrunkProbeReport> ProbeAsync(
        ScriptedOperator op, Func<TrunkSettings, TrunkSettings> change, string? password = null,
        CancellationToken cancel = default)
    {
        var trunk = new TrunkSettings
        {
            Code = "op", Name = "op", Mode = TrunkMode.ByAddress, Domain = op.Local.Address.ToString(),
            Port = op.Local.Port,
        };
        return new TrunkProbe(
            new ResolverOptions(), loopbackOnly: true, new MediaOptions { FirstPort = 0, LastPort = 0 },
            TimeProvider.System, NullLoggerFactory.Instance)
            .RunAsync(change(trunk), password, null, withEcho: true, cancel);
    }

    /// <summary>Gives every packet back under a name of its own.</summary>
    private sealed class EchoSocket : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly Thread _thread;

        public EchoSocket(string address)
        {
            _socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            _thread = new Thread(Run) { IsBackground = true, Name = "echo" };
            _thread.Start();
        }

        public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

        public void Dispose()
        {
            _socket.Dispose();
            _thread.Join();
        }

        private void Run()
        {
            var buffer = new byte[2048];
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            try
            {
                for (;;)
                {
                    var length = _socket.ReceiveFrom(buffer, ref from);
                    "echo"u8.CopyTo(buffer.AsSpan(8));   // the SSRC
                    _socket.SendTo(buffer.AsSpan(0, length), from);
                }
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
