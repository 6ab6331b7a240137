using System.Formats.Tar;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zhkh.Pbx;
using Zhkh.Web.Cli;
using Zhkh.Web.Hosting;
using CommandLine = Zhkh.Web.Cli.CommandLine;

namespace Zhkh.Web.Tests.Cli;

/// <summary>The commands that work on an installation: people, telephones, backup and its return.</summary>
public sealed class InstallationTests(TestHost host)
{
    [Fact]
    public async Task A_person_added_at_the_command_line_signs_in_and_has_a_telephone()
    {
        var (code, said, _) = await RunAsync(new UserCommand(TimeProvider.System), "add", "Petrova", "--name",
            "Петрова Н.", "--organisations", "privolsk", "--phone", "231", "--database", host.ConnectionString);
        Assert.Equal(CommandLine.Ok, code);
        var password = said.Split('\n')[0].Split(' ')[2];
        Assert.True(password.Length >= 16);
        using var client = new ApiClient(host.Address);
        await client.SignInAsync("petrova", password);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var peers = host.Get<Exchange>().Peers;
        while (peers.Find("231") is not { Enabled: true })
        {
            await beat.WaitForNextTickAsync(patience.Token);
        }

        Assert.NotNull(peers.Find("201"));
    }

    [Theory]
    [InlineData("add", "x", "--name", "X", "--organisations", "nowhere")]
    [InlineData("add", "dispatcher", "--name", "X", "--organisations", "privolsk")]
    [InlineData("passwd", "nobody-has-this")]
    public async Task What_cannot_be_done_is_refused_with_its_reason(params string[] words)
    {
        var (code, said, reason) = await RunAsync(
            new UserCommand(TimeProvider.System), [.. words, "--database", host.ConnectionString]);
        Assert.Equal(CommandLine.Failed, code);
        Assert.Empty(said);
        Assert.NotEmpty(reason);
    }

    [Theory]
    [InlineData("add")]
    [InlineData("add", "x", "--organisations", "privolsk")]
    [InlineData("add", "x", "--name", "X")]
    [InlineData("add", "x", "--name", "X", "--organisations", "privolsk", "--role", "king")]
    [InlineData("add", "x", "--name", "X", "--organisations", "privolsk", "--phone", "20a")]
    [InlineData("remove", "x")]
    public async Task Words_that_mean_nothing_are_usage(params string[] words)
    {
        var (code, _, reason) = await RunAsync(new UserCommand(TimeProvider.System), words);
        Assert.Equal(CommandLine.Usage, code);
        Assert.NotEmpty(reason);
    }

    [Fact]
    public async Task Without_the_demo_nobody_enters_with_its_password()
    {
        var data = Directory.CreateTempSubdirectory("zhkh-nodemo").FullName;
        var database = await TestHost.EmptyDatabaseAsync();
        await using (var demo = await StartAsync(database, data))
        {
            await demo.StopAsync();
        }

        await using (var app = await StartAsync(database, data, "--no-demo"))
        {
            using var client = new ApiClient(new Uri(Serving.HttpAddress(app)));
            using var answer = await client.SendAsync(
                HttpMethod.Post, "/api/session", new { user = "dispatcher", password = "demo" });
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Empty(app.Services.GetRequiredService<Exchange>().Peers.All());
            await app.StopAsync();
        }

        NpgsqlConnection.ClearAllPools();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_backup_brings_back_rows_and_files_and_touches_nothing_that_is_there()
    {
        var folder = Directory.CreateTempSubdirectory("zhkh-backup").FullName;
        var (from, to, tar) = (Path.Combine(folder, "a"), Path.Combine(folder, "b"), Path.Combine(folder, "b.tar"));
        var (source, target) = (await TestHost.EmptyDatabaseAsync(), await TestHost.EmptyDatabaseAsync());
        await using (var app = await StartAsync(source, from))
        {
            await app.StopAsync();
        }

        await File.WriteAllBytesAsync(Path.Combine(from, "recordings", "one"), [1, 2, 3]);
        var (saved, _, why) = await RunAsync(new BackupCommand(), tar, "--data", from, "--database", source);
        Assert.True(saved == CommandLine.Ok, why);
        var (restored, _, reason) = await RunAsync(new RestoreCommand(), tar, "--data", to, "--database", target);
        Assert.True(restored == CommandLine.Ok, reason);
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(Path.Combine(to, "recordings", "one")));
        Assert.Equal(await DigestAsync(source), await DigestAsync(target));

        var (again, _, refusal) = await RunAsync(new RestoreCommand(), tar, "--data", to, "--database", target);
        Assert.Equal(CommandLine.Failed, again);
        Assert.Contains("--overwrite", refusal, StringComparison.Ordinal);
        await using (var app = await StartAsync(target, to))
        {
            await app.StopAsync();
        }

        NpgsqlConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("recordings/../../outside")]
    [InlineData("pg15/PG_VERSION")]
    public async Task A_tar_that_writes_elsewhere_is_refused(string name)
    {
        var folder = Directory.CreateTempSubdirectory("zhkh-tar").FullName;
        var tar = Path.Combine(folder, "evil.tar");
        await using (var writer = new TarWriter(File.Create(tar)))
        {
            await writer.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1]) });
        }

        var (code, _, reason) = await RunAsync(new RestoreCommand(), tar, "--data", Path.Combine(folder, "data"),
            "--database", await TestHost.EmptyDatabaseAsync());
        Assert.Equal(CommandLine.Failed, code);
        Assert.Contains("does not belong", reason, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "outside")));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(int Code, string Said, string Reason)> RunAsync(
        ICommand command, params string[] words)
    {
        using var said = new StringWriter();
        using var reason = new StringWriter();
        var code = await command.RunAsync(words, said, reason, CancellationToken.None);
        return (code, said.ToString().Trim(), reason.ToString().Trim());
    }

    private static async Task<WebApplication> StartAsync(string database, string data, params string[] flags)
    {
        var app = Program.Build([.. TestHost.Flags(database, data), .. flags],
            builder => builder.Services.AddSingleton(TestHost.SmallTown));
        await app.Services.GetRequiredService<SetUp>().RunAsync(CancellationToken.None);
        await app.StartAsync();
        return app;
    }

    private static async Task<string> DigestAsync(string database)
    {
        await using var owner = NpgsqlDataSource.Create(database);
        await using var command = owner.CreateCommand("""
            select md5(string_agg(e::text, ',' order by e.id)) || md5((select string_agg(o::text, ',' order by o.login)
                from web.operators o)) from billing.entries e
            """);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
