using System.Globalization;

namespace Zhkh.Bench;

/// <summary>M6 and G: what a call, a registration and a flood leave in memory.</summary>
internal sealed class MemoryRows(Engine engine)
{
    private const int HeldCalls = 1_000;
    private const int RobotCalls = 500;
    private const int Registrations = 2_000;
    private const double FloodSeconds = 10;
    private const double CallsPerSecond = 1_100;
    private const double OptionsPerSecond = 20_000;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <summary>M6, each from a start of its own: a heap that has grown before would hide what is added.</summary>
    public static async Task<List<TelephonyRow>> RunFreshAsync(TextWriter progress)
    {
        var rows = new List<TelephonyRow>();
        Func<MemoryRows, ProcessMeter, Task<TelephonyRow>>[] each =
        [
            (rig, process) => rig.CallAsync(process, "answer", HeldCalls, "held call"),
            (rig, process) => rig.CallAsync(process, "ivr", RobotCalls, "robot call"),
            (rig, process) => rig.RegistrationAsync(process),
        ];
        foreach (var measure in each)
        {
            await using var engine = await Engine.StartAsync();
            if (engine.Process is { } process)
            {
                rows.Add(await measure(new MemoryRows(engine), process));
                await progress.WriteLineAsync($"{rows[^1].Name} {rows[^1].Metric}: {rows[^1].Value}");
            }
        }

        return rows;
    }

    private async Task<TelephonyRow> CallAsync(ProcessMeter process, string user, int calls, string what)
    {
        using var rig = new MediaRig(engine);
        await rig.FillAsync(user, 50, 100, speaks: user != "answer");
        await rig.EmptyAsync();
        await Task.Delay(Settling);
        var before = process.ResidentKiB;
        await rig.FillAsync(user, calls, 100, speaks: user != "answer");
        await Task.Delay(Settling);
        var each = (double)(process.ResidentKiB - before) / Math.Max(1, rig.Calls.Count);
        await rig.EmptyAsync();
        return new TelephonyRow(
            "M6", $"KiB a {what}, {calls} of them", "≤ 60",
            string.Create(CultureInfo.InvariantCulture, $"{each:F1}"), each <= 60);
    }

    private async Task<TelephonyRow> RegistrationAsync(ProcessMeter process)
    {
        using var load = new SippLoad(engine, SippScenarios.Register, SippScenarios.Users);
        await load.RunAsync(50, 1);
        await Task.Delay(Settling);
        var before = process.ResidentKiB;
        await load.RunAsync(100, Registrations / 100);
        await Task.Delay(Settling);
        var each = (double)(process.ResidentKiB - before) / Registrations;
        return new TelephonyRow(
            "M6", "KiB an idle registration, 2,000 of them (the heap's own movement included)", "≤ 2 (of 50,000)",
            string.Create(CultureInfo.InvariantCulture, $"{each:F1}"), null);
    }

    /// <summary>G.</summary>
    public async Task<TelephonyRow> FloodAsync(ProcessMeter process)
    {
        await FloodOnceAsync();
        var before = process.ResidentKiB / 1024.0;
        await FloodOnceAsync();
        var after = process.ResidentKiB / 1024.0;
        var isHeld = after <= before + Math.Max(20, before / 10);
        return new TelephonyRow(
            "G", "MiB after a warm-up flood → after another one", "+ ≤ max(20 MB, 10 %)",
            string.Create(CultureInfo.InvariantCulture, $"{before:F0} → {after:F0}"), isHeld);
    }

    // Calls beyond the knee, then more OPTIONS than can be answered.
    private async Task FloodOnceAsync()
    {
        using var calls = new SippLoad(engine, SippScenarios.Call, null);
        using var options = new SippLoad(engine, SippScenarios.Options, null);
        await calls.RunAsync(CallsPerSecond, FloodSeconds);
        await options.RunAsync(OptionsPerSecond, FloodSeconds);
        await Task.Delay(TimeSpan.FromSeconds(35));   // transactions and ports have come to rest
    }
}
