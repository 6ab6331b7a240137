using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zhkh.Pbx;
using Zhkh.Testing;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Tests.Queues;

/// <summary>The whole host with an operator's line on the wire, at an address of its own.</summary>
internal sealed class WireHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _data;

    private WireHost(WebApplication app, string data, WirePeer trunk, NpgsqlDataSource owner) =>
        (_app, _data, Trunk, Owner) = (app, data, trunk, owner);

    /// <summary>The operator: calls come from it and go to it.</summary>
    public WirePeer Trunk { get; }

    /// <summary>Behind the curtain: the owner of the database.</summary>
    public NpgsqlDataSource Owner { get; }

    public Exchange Exchange => _app.Services.GetRequiredService<Exchange>();

    public IPEndPoint Sip => Exchange.BoundEndpoints[0];

    /// <param name="address">Of the operator.</param>
    /// <param name="flags">More flags of run.sh; a later one counts.</param>
    public static async Task<WireHost> StartAsync(string address, params string[] flags)
    {
        var data = Directory.CreateTempSubdirectory("zhkh-web").FullName;
        var trunk = new WirePeer(new IPEndPoint(IPAddress.Loopback, 1), address);
        var database = await TestHost.EmptyDatabaseAsync();
        var app = Program.Build(
            [
                .. TestHost.Flags(database, data), "--trunk-peers", address, "--trunk-out", $"{trunk.Local}", .. flags,
            ],
            builder => builder.Services.AddSingleton(TestHost.SmallTown));
        await app.Services.GetRequiredService<SetUp>().RunAsync(CancellationToken.None);
        await app.StartAsync();
        var host = new WireHost(app, data, trunk, NpgsqlDataSource.Create(database));
        trunk.Server = host.Sip;
        return host;
    }

    public async Task<ApiClient> SignInAsync(string user)
    {
        var person = new ApiClient(new Uri(Serving.HttpAddress(_app)));
        await person.SignInAsync(user, "demo");
        return person;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Owner.DisposeAsync();
        Trunk.Dispose();
        Directory.Delete(_data, recursive: true);
    }
}
