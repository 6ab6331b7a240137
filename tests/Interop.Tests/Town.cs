using Zhkh.Testing;

[assembly: CollectionBehavior(MaxParallelThreads = 5)]

namespace Zhkh.Interop.Tests;

/// <summary>The demo town, running as its user runs it, shared by the tests of this assembly.</summary>
public sealed class Town : IAsyncLifetime
{
    /// <summary>TLS of the exchange; READY does not name it.</summary>
    public const int SipsPort = 5061;

    private RunningHost? _host;
    private HostApi? _api;

    public RunningHost Host => _host ?? throw new InvalidOperationException("not started");

    /// <summary>Signed in as the supervisor, who sees both organisations.</summary>
    public HostApi Api => _api ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync()
    {
        _host = await RunningHost.StartAsync("127.0.44.1", dataFolder: null,
            "--trunk-peers", "127.0.46.0/24", "--trunk-out", "127.0.46.9:5070", "--rtp-ports", "12000-13000",
            "--sips-port", "5061");
        _api = await HostApi.SignInAsync(_host.Http, "admin");
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }
}

/// <summary>One town for all classes; they run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class TownCollection : ICollectionFixture<Town>
{
    public const string Name = "town";
}
