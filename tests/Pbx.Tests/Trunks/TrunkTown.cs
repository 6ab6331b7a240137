using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Tests.Sip;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Trunks;

/// <summary>A stack with its clock in the test's hand, and one trunk that registers at a scripted operator.</summary>
internal sealed class TrunkTown : IAsyncDisposable
{
    public const string Password = "s3cret";

    private const string Ping = "ping";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trunks");
    private volatile string? _due;
    private Func<bool> _isIdle = () => true;
    private Func<string, bool> _isDue = _ => true;

    private TrunkTown()
    {
    }

    public StackUnderTest Stack { get; private set; } = null!;

    public TrunkBoard Board { get; private set; } = null!;

    /// <summary>No socket can be opened any more, as when other calls took all handles.</summary>
    public bool IsOutOfHandles { get; set; }

    public TrunkLine Line => Board.Choices.Single();

    public static async Task<TrunkTown> StartAsync(
        ScriptedOperator registrar, int keepAlive = 20, Func<TrunkSettings, TrunkSettings>? change = null,
        string bind = "127.0.0.1")
    {
        var town = await StartAsync(registrar.Local, keepAlive, change, bind);
        town._isIdle = () => registrar.IsIdle;
        return town;
    }

    /// <summary>Of an operator on TCP or TLS: the clock stands while an answer of it is due.</summary>
    public static async Task<TrunkTown> StartAsync(
        ScriptedStreamOperator registrar, SipTransport transport, int keepAlive = 20,
        Func<TrunkSettings, TrunkSettings>? change = null)
    {
        var town = await StartAsync(registrar.Local, keepAlive, t =>
        {
            var trunk = t with { Transport = transport };
            return change?.Invoke(trunk) ?? trunk;
        });
        town._isDue = key => registrar.Answers && (key != Ping || registrar.Pongs);
        town._isIdle = () => town._due is null;
        return town;
    }

    public Task UntilAsync(TrunkCondition condition) => Stack.UntilAsync(() => Line.State.Condition == condition);

    /// <summary>Moves the clock until the condition holds, and never past an answer that is on its way.</summary>
    public Task<TimeSpan> AdvanceAsync(Func<bool> condition) => Stack.AdvanceUntilAsync(condition, () => _isIdle());

    public async ValueTask DisposeAsync()
    {
        var leaving = Board.DisposeAsync().AsTask();
        while (!leaving.IsCompleted)
        {
            Stack.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await leaving;
        await Stack.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<TrunkTown> StartAsync(
        IPEndPoint registrar, int keepAlive, Func<TrunkSettings, TrunkSettings>? change, string bind = "127.0.0.1")
    {
        var town = new TrunkTown();
        town.Stack = await StackUnderTest.StartAsync(trunks: bind, bind: bind, change: o => o with
        {
            TlsBind = [new IPEndPoint(IPAddress.Parse(bind), 0)], Trace = town.Note,
            AdvertisedTo = peer => town.IsOutOfHandles && peer.Equals(registrar.Address)
                ? throw new SocketException((int)SocketError.TooManyOpenSockets) : town.Board?.AdvertisedTo(peer),
        });
        town.Board = new TrunkBoard(
            new TrunkBoardOptions { DataFolder = town._folder.FullName }, town.Stack.Time, NullLogger.Instance);
        await town.Board.StartAsync(town.Stack.Stack);
        var trunk = new TrunkSettings
        {
            Code = "uis", Name = "UIS", User = "0332750", Domain = registrar.Address.ToString(),
            Port = registrar.Port, KeepAliveSeconds = keepAlive,
        };
        await town.Board.ReplaceAsync([new TrunkEntry(
            change?.Invoke(trunk) ?? trunk, town.Board.Secrets.Seal("uis", Password))]);
        return town;
    }

    /// <summary>What left last and was not answered yet: a request, or empty lines.</summary>
    private void Note(SipTrace trace)
    {
        var message = new WireMessage(trace.Message.ToArray(), trace.Peer);
        var key = Encoding.Latin1.GetString(trace.Message.Span[..2]) == "\r\n"
            ? Ping : message["Call-ID"] + message["CSeq"];
        if (trace.IsOut)
        {
            _due = _isDue(key) ? key : null;
        }
        else if (_due == key)
        {
            _due = null;
        }
    }
}
