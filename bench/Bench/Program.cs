namespace Zhkh.Bench;

/// <summary>
/// Benchmarks that are run by hand: <c>dotnet run -c Release --project bench/Bench -- month-run [accounts]</c>.
/// What they print is kept under docs/bench.
/// </summary>
internal static class Program
{
    private static readonly Dictionary<string, Func<string[], Task>> All = new(StringComparer.Ordinal)
    {
        ["month-run"] = MonthRunBench.RunAsync,
        ["register-import"] = _ => RegisterImport.RunAsync(),
        ["balance-by-phone"] = _ => BalanceByPhone.RunAsync(),
        ["debt-audience"] = _ => DebtAudienceAtScale.RunAsync(),
        ["telephony"] = TelephonyBench.RunAsync,
    };

    public static async Task<int> Main(string[] args)
    {
        if (args.Length == 0 || !All.TryGetValue(args[0], out var bench))
        {
            await Console.Error.WriteLineAsync($"usage: Bench {string.Join('|', All.Keys)} [size]");
            return 2;
        }

        await bench(args[1..]);
        return 0;
    }
}
