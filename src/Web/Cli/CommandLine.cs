namespace Zhkh.Web.Cli;

/// <summary>
/// The commands of <c>./zhkh</c>. Data goes to the output, progress to the errors; 0 = ok, 1 = failed, 2 = usage.
/// </summary>
internal static class CommandLine
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;

    private static readonly IReadOnlyList<ICommand> s_commands =
    [
        new CallCommand(), new DoctorCommand(), new PromptsCommand(), new UserCommand(TimeProvider.System),
        new DemoCommand(), new TrunkCommand(TimeProvider.System, PasswordInput.OfConsole()),
        new BackupCommand(), new RestoreCommand(),
    ];

    /// <summary>The host takes flags only; a first argument that is a word is a command, known or not.</summary>
    public static bool Knows(string[] arguments) =>
        arguments.Length > 0 && (arguments[0] == "--help" || !arguments[0].StartsWith('-'));

    /// <summary>Runs the command; Ctrl+C and SIGTERM cancel it.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (Find(arguments) is not { } command)
        {
            await errors.WriteLineAsync("Usage: ./zhkh COMMAND\n" + string.Join('\n', s_commands.Select(c => c.Help)));
            return arguments is ["help" or "--help", ..] ? Ok : Usage;
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        try
        {
            return await command.RunAsync(arguments[1..], output, errors, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Failed;
        }
    }

    private static ICommand? Find(string[] arguments) =>
        arguments.Length == 0 ? null : s_commands.FirstOrDefault(c => c.Name == arguments[0]);
}
