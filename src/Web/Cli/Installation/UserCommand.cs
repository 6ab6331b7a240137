using Npgsql;
using Zhkh.Pbx;
using Zhkh.Pbx.Storage;
using Zhkh.Pbx.Trunks;
using Zhkh.Web.Access;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Cli;

/// <summary>
/// <c>zhkh user add|passwd</c>: people of the console and the telephones on their desks. Passwords are made here and
/// shown once; a running host knows of the change within seconds.
/// </summary>
internal sealed class UserCommand(TimeProvider time) : ICommand
{
    private const int PasswordLengthMin = 8;
    private const int PasswordLengthMax = 256;

    public string Name => "user";

    public string Help =>
        $"""
          user add LOGIN --name "…" --organisations CODE,… [--role dispatcher] [--phone 231] {InstallationDatabase.Help}
          user passwd LOGIN [--phone 231] {InstallationDatabase.Help}
                                               people and their telephones; the password is read from standard
                                               input, or made and shown when that is empty
        """;

    public async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        if (UserOptions.Parse(arguments, out var fault) is not { } options)
        {
            await errors.WriteLineAsync(fault ?? Help);
            return CommandLine.Usage;
        }

        var typed = Console.IsInputRedirected ? (await Console.In.ReadLineAsync(cancel))?.Trim() ?? "" : "";
        if (typed.Length is not 0 and (< PasswordLengthMin or > PasswordLengthMax))
        {
            await errors.WriteLineAsync(
                $"A password has {PasswordLengthMin} to {PasswordLengthMax} characters");
            return CommandLine.Failed;
        }

        try
        {
            await using var installation =
                await InstallationDatabase.OpenAsync(options.Database, options.Data, cancel);
            await using var database = new Database(installation.ConnectionString);
            return await DoAsync(options, database, typed, output, errors, cancel);
        }
        catch (NpgsqlException failure)
        {
            await errors.WriteLineAsync(InstallationDatabase.Explain(failure));
            return CommandLine.Failed;
        }
        catch (InstallationException refused)
        {
            await errors.WriteLineAsync(refused.Message);
            return CommandLine.Failed;
        }
    }

    private async Task<int> DoAsync(
        UserOptions options, Database database, string typed, TextWriter output, TextWriter errors,
        CancellationToken cancel)
    {
        var operators = new Operators(database, time);
        var password = typed.Length == 0 ? Secret.New() : typed;
        var refusal = options.Verb == "add"
            ? await AddAsync(options, database, operators, password, cancel)
            : await operators.SetPasswordAsync(options.Login, password, cancel)
                ? null : $"Nobody has the login {options.Login}";
        if (refusal is not null)
        {
            await errors.WriteLineAsync(refusal);
            return CommandLine.Failed;
        }

        await output.WriteLineAsync($"console {options.Login}" + (typed.Length == 0 ? $" {password}" : ""));
        if (options.Phone is { } phone)
        {
            await output.WriteLineAsync($"phone {phone} {await GivePhoneAsync(phone, database, cancel)}");
        }

        return CommandLine.Ok;
    }

    private static async Task<string?> AddAsync(
        UserOptions options, Database database, Operators operators, string password, CancellationToken cancel)
    {
        var unknown = await UnknownAsync(options.Organisations, database, cancel);
        return unknown.Count > 0
            ? $"No such organisation: {string.Join(", ", unknown)}"
            : await operators.AddAsync(options.Login, options.Name ?? options.Login, options.Role,
                options.Organisations, options.Phone, password, cancel)
                ? null : $"The login {options.Login} is taken";
    }

    private static async Task<IReadOnlyList<string>> UnknownAsync(
        string[] organisations, Database database, CancellationToken cancel)
    {
        await using var command = database.Access.CreateCommand("""
            select named from unnest($1) as named
            where not exists (select from billing.organisations where organisation = named) order by named
            """);
        command.Parameters.AddWithValue(organisations);
        var unknown = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            unknown.Add(reader.GetString(0));
        }

        return unknown;
    }

    private async Task<string> GivePhoneAsync(string phone, Database database, CancellationToken cancel)
    {
        var password = Secret.New();
        var extension = Extension.WithPassword(phone, "", new PbxOptions().Realm, password);
        var phones = new PhoneBook(database.Access, time);
        if (await phones.AddAsync([extension], isDemo: false, cancel) == 0)
        {
            await phones.ChangeAsync(extension, cancel);
        }

        return password;
    }
}
