using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Calls.Live;

/// <summary>The whole exchange on loopback, with real sockets, real prompts and a town made of paper.</summary>
internal sealed class TestExchange : IAsyncDisposable
{
    /// <summary>
    /// Where the operator's trunk lives; everybody on 127.0.0.1 but a trunk is a phone or a stranger.
    /// </summary>
    public const string TrunkAddress = "127.0.0.46";

    private readonly DirectoryInfo _folder;
    private readonly bool _isFolderOurs;

    private TestExchange(
        PbxOptions options, NpgsqlDataSource? database, ILoggerFactory logs, DirectoryInfo? folder)
    {
        _isFolderOurs = folder is null;
        _folder = folder ?? Directory.CreateTempSubdirectory("exchange");
        Options = options;
        options.DataFolder = _folder.FullName;
        Exchange = new Exchange(options, new FakeTown().Ports, database, TimeProvider.System, logs);
    }

    public PbxOptions Options { get; }

    public Exchange Exchange { get; }

    public IPEndPoint Endpoint => Exchange.BoundEndpoints[0];

    /// <summary>The ended calls, as the feed told them.</summary>
    public List<LiveCall> Ended { get; } = [];

    public static async Task<TestExchange> StartAsync(
        Action<PbxOptions>? change = null, NpgsqlDataSource? database = null, ILoggerFactory? logs = null,
        DirectoryInfo? folder = null)
    {
        var options = new PbxOptions
        {
            Bind = [new IPEndPoint(IPAddress.Loopback, 0)],
            PromptsFolder = Repository.Path("voice-prompts"),
            TrunkPeers = AddressList.Parse(TrunkAddress),
            Extensions =
            [
                .. Enumerable.Range(201, 3).Select(
                    n => Extension.WithPassword($"{n}", "privolsk", "zhkh", $"demo{n}")),
            ],
            IsReservedNumber = number => number.Length == 3 && number[0] == '2',
            Media = new MediaOptions { FirstPort = 0, LastPort = 0, RealTime = false },
        };
        change?.Invoke(options);
        var test = new TestExchange(options, database, logs ?? NullLoggerFactory.Instance, folder);
        await test.Exchange.StartAsync(CancellationToken.None);
        _ = test.ReadFeedAsync();
        return test;
    }

    /// <summary>A peer on the trunk's address.</summary>
    public WirePeer Trunk(int port = 0) => new(Endpoint, TrunkAddress, port);

    public WirePeerCall Call(WirePeer trunk, string number = "100", string from = "+79370000030") =>
        new(trunk, $"sip:{number}@{Endpoint}", from);

    /// <summary>The SDP of a peer whose sound is at <paramref name="rtp"/>.</summary>
    public static string Sdp(string address, int port) =>
        $"v=0\r\no=- 1 1 IN IP4 {address}\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\n"
        + $"m=audio {port} RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n";

    public async Task<LiveCall> EndedAsync()
    {
        await Until(() => Ended.Count > 0);
        lock (Ended)
        {
            return Ended[^1];
        }
    }

    /// <summary>Every call has ended and is in the database.</summary>
    public async Task DrainedAsync()
    {
        await Until(() => Exchange.LiveCallCount == 0);
        await Exchange.FlushAsync();
        await Until(() => Exchange.UndrainedCallCount == 0);
    }

    public static async Task Until(Func<bool> isTrue, double seconds = 20)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!isTrue())
        {
            if (limit.IsCancellationRequested)
            {
                Assert.Fail($"It did not come true in {seconds} s.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Exchange.DisposeAsync();
        if (_isFolderOurs && _folder.Exists)
        {
            _folder.Delete(recursive: true);
            _folder.Refresh();
        }
    }

    private async Task ReadFeedAsync()
    {
        await foreach (var signal in Exchange.Feed.ReadAllAsync(CancellationToken.None))
        {
            if (signal.Kind == CallSignalKind.Ended)
            {
                lock (Ended)
                {
                    Ended.Add(signal.Call);
                }
            }
        }
    }
}
