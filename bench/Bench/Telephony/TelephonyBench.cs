using System.Globalization;
using System.Text;

namespace Zhkh.Bench;

/// <summary>
/// The rows of PERFORMANCE that can be measured from outside, for this exchange and, beside it, for another engine:
/// the engine alone on one core, the generator alone on another, everything over the loopback.
/// </summary>
internal static class TelephonyBench
{
    public static async Task RunAsync(string[] args)
    {
        TelephonySettings settings;
        try
        {
            settings = TelephonySettings.Parse(args);
        }
        catch (ArgumentException wrong)
        {
            await Console.Error.WriteLineAsync($"usage: {wrong.Message}");
            return;
        }

        var machine = Machine();
        await Cores.MoveToAsync(Cores.Generator);
        var columns = new List<(string Engine, List<TelephonyRow> Rows)>();
        await using (var own = await Engine.StartAsync())
        {
            columns.Add((own.Name, await MeasureAsync(own, settings)));
        }

        if (settings.Wants("M6"))
        {
            columns[0].Rows.AddRange(await MemoryRows.RunFreshAsync(Console.Error));
        }

        if (settings.Against is { } address)
        {
            await using var other = Engine.At(address, settings.AgainstProcess);
            columns.Add((other.Name, await MeasureAsync(other, settings)));
        }

        var page = Page(machine, settings, columns);
        if (settings.Only.Count > 0)
        {
            await Console.Out.WriteAsync(page);   // a part does not replace the whole page
        }
        else
        {
            await DurableCluster.WriteAsync("telephony.md", page);
        }
    }

    private static async Task<List<TelephonyRow>> MeasureAsync(Engine engine, TelephonySettings settings)
    {
        var progress = Console.Error;
        await progress.WriteLineAsync($"measuring {engine.Name} at {engine.Sip}");
        return
        [
            .. await new LatencyRows(engine, settings, progress).RunAsync(),
            .. await new MediaRows(engine, settings, progress).RunAsync(),
            .. await new SignallingRows(engine, settings, progress).RunAsync(),
            .. await FloodAsync(engine, settings),
        ];
    }

    private static async Task<List<TelephonyRow>> FloodAsync(Engine engine, TelephonySettings settings) =>
        settings.Wants("G") && engine.Process is { } process ? [await new MemoryRows(engine).FloodAsync(process)] : [];

    private static string Machine()
    {
        var model = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? "processor";
        var system = $"kernel {Environment.OSVersion.Version}, .NET {Environment.Version}";
        return $"{model}, {DurableCluster.Machine()}, {system}";
    }

    private static string Page(
        string machine, TelephonySettings settings, List<(string Engine, List<TelephonyRow> Rows)> columns)
    {
        var table = new StringBuilder();
        var names = columns.Select(c => c.Engine).ToList();
        table.Append(CultureInfo.InvariantCulture,
            $"| # | metric | goal | {string.Join(" | ", names)} | goal reached |\n");
        table.Append("|---|---|---|").Append(string.Concat(Enumerable.Repeat("---|", names.Count))).Append("---|\n");
        foreach (var row in columns[0].Rows)
        {
            var values = columns
                .Select(c => c.Rows.Find(r => (r.Name, r.Metric) == (row.Name, row.Metric))?.Value ?? "–");
            table.Append(CultureInfo.InvariantCulture,
                $"| {row.Name} | {row.Metric} | {row.Goal} | {string.Join(" | ", values)} | {Verdict(row)} |\n");
        }

        return $"""
            # Telephony

            {table}
            {machine}.

            Engine with its database on core 0, generator on core 1, loopback, UDP, G.711 A-law, 20 ms; windows of
            {settings.Seconds} s. **Cap**: ≥ 97 % delivered and p90 of |gap − 20 ms| ≤ 5 ms; **strict**:
            ≥ 99.9 % and p99 ≤ 10 ms. Arrivals are stamped by the kernel. "At least": the last step of the list was
            still good, or the generator had used up 80 % of its core.

            Measured by `dotnet run --no-build -c Release --project bench/Bench -- telephony`; `--against HOST:PORT`
            puts another engine that has the numbers of the bench profile beside it. A port pair rests 30 s after its
            call, so more than 529 calls a second can be kept up only while unused pairs last (all 15,871 are given to
            the engine); the steps of S1 are short enough. Absolute figures of a shared machine move by tens of per
            cent.

            """;
    }

    private static string Verdict(TelephonyRow row) => row.Reached switch
    {
        true => "yes",
        false => "**not reached**",
        null => "–",
    };
}
