using System.Text;

namespace Zhkh.Web.Cli;

/// <summary>
/// Takes a password where nobody else reads it: a line of standard input, or keys of the terminal that are not shown.
/// Never a word of the command line, which every user of the machine sees in the list of processes.
/// </summary>
/// <param name="isTerminal">A person sits there.</param>
/// <param name="readKey">The next key, not shown.</param>
/// <param name="swapControlC">
/// Says whether Ctrl+C is a key like any other (else it asks the program to end, which a waiting key does not hear),
/// and tells what it was.
/// </param>
internal sealed class PasswordInput(
    TextReader input, bool isTerminal, Func<ConsoleKeyInfo> readKey, Func<bool, bool> swapControlC)
{
    private const char CtrlC = '\u0003';

    public static PasswordInput OfConsole() =>
        new(Console.In, !Console.IsInputRedirected, () => Console.ReadKey(intercept: true), SwapControlC);

    /// <summary>Empty when there is none; null when the person gave up (Escape, Ctrl+C).</summary>
    /// <param name="fromInput">Standard input is read even when it is a terminal.</param>
    /// <param name="lengthMax">What is longer is cut one key beyond it, to be refused.</param>
    public async Task<string?> ReadAsync(
        string question, bool fromInput, int lengthMax, TextWriter prompts, CancellationToken cancel)
    {
        if (fromInput || !isTerminal)
        {
            return (await input.ReadLineAsync(cancel))?.Trim() ?? "";
        }

        var was = swapControlC(true);
        try
        {
            await prompts.WriteAsync(question);
            var password = ReadKeys(lengthMax);
            await prompts.WriteLineAsync();
            return password;
        }
        finally
        {
            swapControlC(was);
        }
    }

    private static bool SwapControlC(bool isKey)
    {
        var was = Console.TreatControlCAsInput;
        Console.TreatControlCAsInput = isKey;
        return was;
    }

    private string? ReadKeys(int lengthMax)
    {
        var password = new StringBuilder();
        for (;;)
        {
            var key = readKey();
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    return password.ToString();
                case ConsoleKey.Escape:
                    return null;
                case ConsoleKey.Backspace when password.Length > 0:
                    password.Length--;
                    break;
                default:
                    if (key.KeyChar == CtrlC)
                    {
                        return null;
                    }

                    if (!char.IsControl(key.KeyChar) && password.Length <= lengthMax)
                    {
                        password.Append(key.KeyChar);
                    }

                    break;
            }
        }
    }
}
