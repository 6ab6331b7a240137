namespace Zhkh.Bench;

/// <summary>Picks a benchmark by its first argument; each writes its page below docs/bench.</summary>
internal static class Program
{
    private static readonly Dictionary<string, Func<Task>> Benchmarks = new(StringComparer.Ordinal)
    {
        ["register-import"] = RegisterImport.RunAsync,
        ["balance-by-phone"] = BalanceByPhone.RunAsync,
        ["debt-audience"] = DebtAudienceAtScale.RunAsync,
    };

    public static async Task<int> Main(string[] args)
    {
        if (args.Length != 1 || !Benchmarks.TryGetValue(args[0], out var run))
        {
            await Console.Error.WriteLineAsync($"usage: bench {string.Join('|', Benchmarks.Keys)}");
            return 2;
        }

        await run();
        return 0;
    }
}
