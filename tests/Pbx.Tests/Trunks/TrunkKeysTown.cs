using System.Net;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Tests.Calls.Live;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Trunks;

/// <summary>An exchange whose number 700 asks for three keys; each fact has an operator of its own.</summary>
public sealed class TrunkKeysTown : IAsyncLifetime
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Queue<TaskCompletionSource<Digits>> _asked = new();
    private TestExchange? _exchange;

    internal TestExchange Exchange => _exchange ?? throw new InvalidOperationException("Not begun.");

    public async ValueTask InitializeAsync() => _exchange = await TestExchange.StartAsync(o =>
        o.Routes["700"] = new InboundRoute(async call =>
        {
            var asked = Ask();
            asked.TrySetResult(await call.ReadDigitsAsync(new Ask([], 3, Patience, Patience)));
            await Task.Delay(Timeout.InfiniteTimeSpan, call.HangUp);
        }, "privolsk"));

    public ValueTask DisposeAsync() => Exchange.DisposeAsync();

    /// <summary>The robot of a call out: asks for three keys and hangs up.</summary>
    internal async Task ListenAsync(IRobotCall call)
    {
        var asked = Ask();
        asked.TrySetResult(await call.ReadDigitsAsync(new Ask([], 3, Patience, Patience)));
    }

    /// <summary>A robot asks now; its answer is in the task.</summary>
    internal async Task<TaskCompletionSource<Digits>> AskedAsync()
    {
        TaskCompletionSource<Digits>? asked = null;
        await TestExchange.Until(() =>
        {
            lock (_asked)
            {
                return _asked.TryDequeue(out asked);
            }
        });
        return asked!;
    }

    internal async Task<TrunkKeysLine> LineAsync(TrunkDtmf mode)
    {
        var line = new TrunkKeysLine($"127.0.80.{10 + (int)mode}");
        await Exchange.Exchange.TrunkBoard.ReplaceAsync([new TrunkEntry(new TrunkSettings
        {
            Code = "op", Name = "op", Mode = TrunkMode.ByAddress, Domain = line.Address,
            Port = line.Operator.Local.Port, KeepAliveSeconds = 0, Dtmf = mode, LinesReserved = 0,
        }, "")]);
        await TestExchange.Until(() => Exchange.Exchange.TrunkBoard.All() is [{ IsUsable: true }]);
        return line;
    }

    private TaskCompletionSource<Digits> Ask()
    {
        var asked = new TaskCompletionSource<Digits>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_asked)
        {
            _asked.Enqueue(asked);
        }

        return asked;
    }
}

/// <summary>One operator: its signalling, and the sound of whoever is behind it.</summary>
internal sealed class TrunkKeysLine : IAsyncDisposable
{
    private readonly List<WirePeer> _callers = [];

    public TrunkKeysLine(string address)
    {
        Address = address;
        Sound = new RtpPeer(address);
        Operator = new ScriptedOperator(address, m => m.Method switch
        {
            "INVITE" => ScriptedOperator.Answered(m, Operator!.Local, TestExchange.Sdp(address, Sound.Port)),
            "BYE" or "INFO" => ScriptedOperator.Response(m, 200),
            _ => null,
        });
    }

    public string Address { get; }

    public RtpPeer Sound { get; }

    public ScriptedOperator Operator { get; }

    /// <summary>A caller behind this operator; put away with the line.</summary>
    public WirePeer Caller(IPEndPoint exchange)
    {
        var peer = new WirePeer(exchange, Address);
        _callers.Add(peer);
        return peer;
    }

    public async ValueTask DisposeAsync()
    {
        _callers.ForEach(c => c.Dispose());
        Operator.Dispose();
        await Sound.DisposeAsync();
    }
}
