using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Zhkh.Web.Hosting;
using Zhkh.Web.Outward;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Tests.Outward;

/// <summary>
/// The whole host without the demo, with gateways of the test's choosing; a trigger keeps a copy of every fact of schema
/// web, because the relay takes the facts themselves.
/// </summary>
internal sealed class OutwardHost : IAsyncDisposable
{
    private readonly DirectoryInfo _data;

    private OutwardHost(WebApplication app, string connection, DirectoryInfo data)
    {
        App = app;
        Owner = NpgsqlDataSource.Create(connection);
        _data = data;
    }

    public WebApplication App { get; }

    public NpgsqlDataSource Owner { get; }

    public Uri Address => new(Serving.HttpAddress(App));

    public SystemWork Work => App.Services.GetRequiredService<SystemWork>();

    /// <param name="settings">Below the section Outward: <c>Smtp:Host</c> …</param>
    public static async Task<OutwardHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var data = Directory.CreateTempSubdirectory("zhkh-outward");
        var connection = await TestHost.EmptyDatabaseAsync();
        var app = Program.Build([.. TestHost.Flags(connection, data.FullName), "--no-demo"], builder =>
            builder.Configuration.AddInMemoryCollection(settings.Select(s =>
                KeyValuePair.Create($"{OutwardOptions.Section}:{s.Key}", (string?)s.Value))));
        await app.Services.GetRequiredService<SetUp>().RunAsync(CancellationToken.None);
        var host = new OutwardHost(app, connection, data);
        await host.ExecuteAsync("""
            create table public.seen (at bigint generated always as identity, type text, payload jsonb);
            create function public.keep() returns trigger language plpgsql security definer as
                $$ begin insert into public.seen (type, payload) values (new.type, new.payload); return null; end $$;
            create trigger keep after insert on web.outbox for each row execute function public.keep();
            """);
        await app.StartAsync();
        return host;
    }

    public Task QueueAsync(params OutwardMessage[] messages) => Work.RunAsync(DatabasePool.Jobs, async services =>
    {
        var queue = services.GetRequiredService<OutwardQueue>();
        foreach (var message in messages)
        {
            await queue.AddAsync(message, CancellationToken.None);
        }
    }, CancellationToken.None);

    public static OutwardMessage Letter(string key, string recipient, string title = "Отключение", bool urgent = false) =>
        new(key, "privolsk", OutwardChannel.Letter, recipient, title, $"Текст {key}", $"letter:{key}", urgent);

    public static OutwardMessage Sms(string key, string recipient) =>
        new(key, "privolsk", OutwardChannel.Sms, recipient, null, $"Текст {key}", $"crew:{key}");

    /// <summary>A loop of the test's own on this host's queue.</summary>
    public OutwardLoop Loop(IOutwardGateway gateway, OutwardOptions options, int lanes = 4) => new(
        OutwardChannel.Letter, gateway, lanes, Work, App.Services.GetRequiredService<OutwardSignal>(),
        Microsoft.Extensions.Options.Options.Create(options), TimeProvider.System,
        App.Services.GetRequiredService<ILogger<OutwardLoop>>());

    public async Task<Dictionary<string, (Guid Id, string State, string? Reply, int Attempts)>> RowsAsync()
    {
        await using var command = Owner.CreateCommand("select key, id, state, reply, attempts from web.outward_messages");
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new Dictionary<string, (Guid, string, string?, int)>();
        while (await reader.ReadAsync())
        {
            rows[reader.GetString(0)] = (reader.GetGuid(1), reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetInt32(4));
        }

        return rows;
    }

    public async Task<IReadOnlyList<JsonElement>> FactsAsync(string type)
    {
        await using var command = Owner.CreateCommand("select payload::text from public.seen where type = $1 order by at");
        command.Parameters.AddWithValue(type);
        await using var reader = await command.ExecuteReaderAsync();
        var facts = new List<JsonElement>();
        while (await reader.ReadAsync())
        {
            facts.Add(JsonDocument.Parse(reader.GetString(0)).RootElement.Clone());
        }

        return facts;
    }

    public Task AllAsync(string state) =>
        UntilAsync(async () => (await RowsAsync()).Values.All(row => row.State == state), $"all {state}");

    public async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (var i = 0; i < 600; i++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        throw new TimeoutException($"Not within 30 s: {what}\n{string.Join('\n', await RowsAsync())}");
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        await Owner.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        _data.Delete(recursive: true);
    }
}
