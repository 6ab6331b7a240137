using System.Data.Common;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Storage;
using Zhkh.Pbx.Trunks;
using Zhkh.Web.Hosting;
using Zhkh.Web.Lines;

namespace Zhkh.Web.Cli;

/// <summary>
/// <c>zhkh trunk add|list|remove|test</c>: lines of operators. A running host takes a change over within seconds; the
/// password is read from standard input, or asked for at the terminal without being shown, and sealed at once.
/// </summary>
internal sealed class TrunkCommand(TimeProvider time, PasswordInput passwords) : ICommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly LineTexts _texts = LineTexts.In(LineTexts.LanguageOf(Environment.GetEnvironmentVariable));

    public string Name => "trunk";

    public string Help =>
        $"""
          trunk add uis|mango|zadarma|multifon|generic --user LOGIN [--code CODE] [--name "…"] [--domain HOST]
             [--proxy HOST:PORT] [--port N] [--transport udp|tcp|tls|auto] [--by-address] [--auth-user NAME]
             [--number +7495…] [--leads-to 100] [--lines N] [--reserve N] [--priority N] [--organisations CODE,…]
             [--did requestUri|to|diversion|contactUser] [--numbers plus|plain|eight|zero]
             [--dtmf auto|rfc4733|info|inband] [--caller-id-in assertedIdentity|from] [--peers ADDRESS,…]
             [--external ADDRESS] [--expires S] [--keep-alive S] [--keep-alive-by options|crlf]
             [--caller assertedIdentity,remotePartyId,from] [--tls-authority FILE] [--echo-number 4444]
             [--password-stdin] [--dry-run]
                                               a line of an operator; its password comes from standard input, or is
                                               asked for at the terminal and not shown; it is no word of the command
          trunk list [--json] · trunk remove CODE
          trunk test CODE [--call +7937…] [--echo] [--json] [--no-demo]
                                               register, call if asked to, print each message and what it means;
                                               --echo: the operator's echo number must give sound and a key back;
                                               where the demo town lives only this machine is asked, but for --no-demo
             all with {InstallationDatabase.Help}
        """;

    public async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        if (TrunkOptions.Parse(arguments, out var fault) is not { } options)
        {
            await errors.WriteLineAsync(fault ?? Help);
            return CommandLine.Usage;
        }

        if (options.Verb == "add" && TrunkFault.Of(Named(options.Settings)) is { } wrong)
        {
            await errors.WriteLineAsync($"{wrong.Field}: {wrong.Why}");
            return CommandLine.Usage;
        }

        try
        {
            await using var installation =
                await InstallationDatabase.OpenAsync(options.Database, options.Data, cancel);
            await using var database = NpgsqlDataSource.Create(installation.ConnectionString);
            return await DoAsync(options, database, output, errors, cancel);
        }
        catch (NpgsqlException failure)
        {
            await errors.WriteLineAsync(InstallationDatabase.Explain(failure));
            return CommandLine.Failed;
        }
        catch (Exception refused) when (refused is InstallationException or IOException or StartRefusedException)
        {
            await errors.WriteLineAsync(refused.Message);
            return CommandLine.Failed;
        }
    }

    private static TrunkSettings Named(TrunkSettings trunk) =>
        trunk.Name.Length > 0 ? trunk : trunk with { Name = trunk.Code };

    private Task<int> DoAsync(
        TrunkOptions options, NpgsqlDataSource database, TextWriter output, TextWriter errors,
        CancellationToken cancel) => options.Verb switch
    {
        "add" => AddAsync(options, database, output, errors, cancel),
        "list" => ListAsync(options, database, output, errors, cancel),
        "remove" => RemoveAsync(options, database, output, errors, cancel),
        _ => TestAsync(options, database, output, errors, cancel),
    };

    private async Task<int> AddAsync(
        TrunkOptions options, NpgsqlDataSource database, TextWriter output, TextWriter errors,
        CancellationToken cancel)
    {
        var trunk = Named(options.Settings);
        if (await passwords.ReadAsync(
            _texts.AskPassword, options.IsPasswordInput, TrunkFault.PasswordMax, errors, cancel) is not { } password)
        {
            return CommandLine.Failed;
        }

        if (password.Length > TrunkFault.PasswordMax || (options.IsPasswordInput && password.Length == 0))
        {
            await errors.WriteLineAsync($"password: {(options.IsPasswordInput ? 1 : 0)}–{TrunkFault.PasswordMax}");
            return CommandLine.Usage;
        }

        if (await UnknownAsync(trunk.Organisations, database, cancel) is { Count: > 0 } unknown)
        {
            await errors.WriteLineAsync($"No such organisation: {string.Join(", ", unknown)}");
            return CommandLine.Failed;
        }

        if (!options.IsDry)
        {
            await using var connection = await database.OpenConnectionAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            var secret = password.Length == 0 ? "" : SecretsOf(options).Seal(trunk.Code, password);
            if (!await TrunkBook.AddAsync(transaction, new TrunkEntry(trunk, secret), time.GetUtcNow(), cancel))
            {
                await errors.WriteLineAsync($"There is a trunk {trunk.Code} already: name another with --code");
                return CommandLine.Failed;
            }

            await transaction.CommitAsync(cancel);
        }

        await output.WriteLineAsync($"trunk {trunk.Code} {trunk.User}@{trunk.Domain}");
        await errors.WriteLineAsync(_texts.Check);
        return CommandLine.Ok;
    }

    private static async Task<int> ListAsync(
        TrunkOptions options, NpgsqlDataSource database, TextWriter output, TextWriter errors,
        CancellationToken cancel)
    {
        var unreadable = new List<string>();
        foreach (var entry in await TrunkBook.AllAsync(database, unreadable.Add, cancel))
        {
            var trunk = entry.Settings;
            await output.WriteLineAsync(options.IsJson ? JsonSerializer.Serialize(trunk, Json) : string.Create(
                CultureInfo.InvariantCulture,
                $"{trunk.Code,-12} {(trunk.IsOn ? "on " : "off")} {trunk.Priority,4} {trunk.Lines,4} "
                + $"{trunk.User}@{trunk.Domain} {trunk.Name}"));
        }

        foreach (var code in unreadable)
        {
            await errors.WriteLineAsync($"The trunk {code} cannot be read");
        }

        return unreadable.Count == 0 ? CommandLine.Ok : CommandLine.Failed;
    }

    private static async Task<int> RemoveAsync(
        TrunkOptions options, NpgsqlDataSource database, TextWriter output, TextWriter errors,
        CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await TrunkBook.RemoveAsync(transaction, options.Code, cancel))
        {
            await errors.WriteLineAsync($"There is no trunk {options.Code}");
            return CommandLine.Failed;
        }

        await transaction.CommitAsync(cancel);
        await output.WriteLineAsync($"removed {options.Code}");
        return CommandLine.Ok;
    }

    private async Task<int> TestAsync(
        TrunkOptions options, NpgsqlDataSource database, TextWriter output, TextWriter errors,
        CancellationToken cancel)
    {
        var all = await TrunkBook.AllAsync(database, _ => { }, cancel);
        if (all.FirstOrDefault(t => t.Settings.Code == options.Code) is not { } entry)
        {
            await errors.WriteLineAsync($"There is no trunk {options.Code}");
            return CommandLine.Failed;
        }

        // A trial call costs money like any other: the same numbers are allowed.
        var verdict = options.Call is { } written
            ? new DialPlan(new DialPlanOptions(), time).Judge("", "trunk-test", written) : null;
        if (verdict is DialVerdict.Denied)
        {
            await errors.WriteLineAsync($"--call {options.Call}: the dial plan does not allow this number");
            return CommandLine.Usage;
        }

        using var lease = (verdict as DialVerdict.Granted)?.Lease;
        var password = entry.Secret.Length == 0 ? null : SecretsOf(options).Open(options.Code, entry.Secret);
        var servers = ExchangeSettings.ResolverOf(Environment.GetEnvironmentVariable("ZHKH__Pbx__NameServers") ?? "");
        var settings = new ExchangeSettings();
        var media = ExchangeSettings.MediaOf(
            Environment.GetEnvironmentVariable("ZHKH__RTP_PORTS") ?? settings.RtpPorts);
        var isLoopbackOnly = !options.IsNoDemo && await HasDemoAsync(database, cancel);
        var report = entry.Secret.Length > 0 && password is null
            ? new TrunkProbeReport(false, 0, null, [], [TrunkFinding.SecretForeign])
            : await new TrunkProbe(servers, isLoopbackOnly, media, time, NullLoggerFactory.Instance)
                .RunAsync(entry.Settings, password, lease?.Number, options.WithEcho, cancel);
        if (isLoopbackOnly)
        {
            await errors.WriteLineAsync(_texts.DemoOnly);
        }

        await WriteAsync(options, report, $"{media.FirstPort}–{media.LastPort}", output);
        return report.IsWell ? CommandLine.Ok : CommandLine.Failed;
    }

    private async Task WriteAsync(TrunkOptions options, TrunkProbeReport report, string ports, TextWriter output)
    {
        if (options.IsJson)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(report, Json));
            return;
        }

        foreach (var step in report.Ladder)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{step.AtMs,6} ms {(step.IsOut ? "-->" : "<--")} {step.Peer} {step.Line}"));
        }

        foreach (var finding in report.Findings)
        {
            await output.WriteLineAsync(_texts.Get(finding, ports));
        }
    }

    /// <summary>The demo town lives here: it speaks to this machine only (CONTRACT).</summary>
    private static async Task<bool> HasDemoAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select exists (select from pbx.phones where is_demo)");
        return await command.ExecuteScalarAsync(cancel) is true;
    }

    private static TrunkSecrets SecretsOf(TrunkOptions options) =>
        new(TrunkBoard.KeyFile(InstallationDatabase.FolderOf(options.Data)));

    private static async Task<IReadOnlyList<string>> UnknownAsync(
        IReadOnlyList<string> organisations, NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select named from unnest($1) as named
            where not exists (select from billing.organisations where organisation = named) order by named
            """);
        command.Parameters.AddWithValue(organisations.ToArray());
        var unknown = new List<string>();
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            unknown.Add(reader.GetString(0));
        }

        return unknown;
    }
}
