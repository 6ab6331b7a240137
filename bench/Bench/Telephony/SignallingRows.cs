using System.Diagnostics;
using System.Globalization;

namespace Zhkh.Bench;

/// <summary>S1 to S3: the highest rate that an engine serves, by steps and two halvings.</summary>
internal sealed class SignallingRows(Engine engine, TelephonySettings settings, TextWriter progress)
{
    // 15,871 port pairs, each resting 30 s after its call: a longer step measures the pool.
    private const int PortPairs = 15_500;
    private const int PortRestSeconds = 31;
    private const int Halvings = 2;

    private readonly Queue<(long At, double Calls)> _usedPorts = new();

    public async Task<List<TelephonyRow>> RunAsync()
    {
        var rows = new List<TelephonyRow>();
        if (settings.Wants("S1"))
        {
            double[] rates = [200, 400, 700, 1_000, 1_400, 2_000, 2_500];
            var (knee, steps) = await SearchAsync("S1", SippScenarios.Call, null, rates, usesPorts: true);
            rows.Add(Rate("S1", "calls a second, INVITE → 200 → ACK → BYE", "≥ 1,000", knee, 1_000, rates[^1]));
            rows.Add(PerCall(knee, steps));
        }

        if (settings.Wants("S2"))
        {
            double[] rates = [100, 200, 500, 1_000, 2_000, 3_000, 4_000, 5_000];
            var (knee, _) = await SearchAsync("S2", SippScenarios.Register, SippScenarios.Users, rates, false);
            rows.Add(Rate("S2", "REGISTER with digest a second", "≥ 3,500", knee, 3_500, rates[^1]));
        }

        if (settings.Wants("S3"))
        {
            double[] rates = [2_000, 8_000, 12_000, 16_000, 20_000, 30_000, 45_000];
            var (knee, _) = await SearchAsync("S3", SippScenarios.Options, null, rates, false);
            rows.Add(Rate("S3", "OPTIONS a second", "≥ 16,000", knee, 16_000, rates[^1]));
        }

        return rows;
    }

    private static TelephonyRow Rate(
        string name, string metric, string goal, SippStep? knee, double least, double last)
    {
        if (knee is null)
        {
            return new TelephonyRow(name, metric, goal, "none of the rates", false);
        }

        // When everything sent at the last rate was served, or sipp had no time left, the knee lies higher.
        var isLimit = knee.Wanted >= last || knee.GeneratorShare > 0.8;
        var value = string.Create(CultureInfo.InvariantCulture,
            $"{(isLimit ? "at least " : "")}{knee.Reached:N0} (sipp took {knee.GeneratorShare:P0} of its core)");
        return new TelephonyRow(name, metric, goal, value, knee.Reached >= least ? true : isLimit ? null : false);
    }

    private static TelephonyRow PerCall(SippStep? knee, List<SippStep> steps)
    {
        var below = steps.Where(s => s.IsGood && s.Wanted <= 0.7 * (knee?.Wanted ?? 0))
            .MaxBy(s => s.Wanted) ?? knee;
        var value = below?.ProcessorMsPerCall is { } ms
            ? string.Create(CultureInfo.InvariantCulture, $"{ms:F2} ms at {below.Reached:N0} calls/s") : "not seen";
        return new TelephonyRow("S1", "processor a call below the knee", "–", value, null);
    }

    private async Task<(SippStep? Knee, List<SippStep> Steps)> SearchAsync(
        string name, string scenario, string? users, double[] rates, bool usesPorts)
    {
        using var load = new SippLoad(engine, scenario, users);
        var steps = new List<SippStep>();
        SippStep? good = null;
        async Task<bool> TryAsync(double rate)
        {
            var step = await StepAsync(name, load, rate, usesPorts);
            steps.Add(step);
            var isBetter = step.IsServed && step.Reached > (good?.Reached ?? 0);
            good = isBetter ? step : good;
            return step.IsGood;
        }

        await StepAsync(name + " warm-up", load, rates[1], usesPorts);
        var bad = 0.0;
        foreach (var rate in rates)
        {
            // A stall of the machine looks like a knee: a step that fails is tried once more.
            if (!await TryAsync(rate) && !await TryAsync(rate))
            {
                bad = rate;
                break;
            }
        }

        for (var i = 0; i < Halvings && bad > 0 && good is not null; i++)
        {
            var middle = (good.Wanted + bad) / 2;
            if (middle <= good.Wanted * 1.05 || await TryAsync(middle))
            {
                continue;
            }

            bad = middle;
        }

        return (good, steps);
    }

    private async Task<SippStep> StepAsync(string name, SippLoad load, double rate, bool usesPorts)
    {
        if (usesPorts && engine.IsOurs)
        {
            await RestPortsAsync(rate * settings.Seconds);
        }

        var step = await load.RunAsync(rate, settings.Seconds);
        await progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{name} {rate:F0}/s: {step.Reached:F0}/s, {step.FailedPercent:F2} % failed, ")
            + string.Create(CultureInfo.InvariantCulture,
                $"{step.RetransmittedPercent:F2} % again, {step.ProcessorMsPerCall:F2} ms a call, ")
            + string.Create(CultureInfo.InvariantCulture, $"sipp {step.GeneratorShare:P0} of its core"));
        return step;
    }

    private async Task RestPortsAsync(double calls)
    {
        while (_usedPorts.Count > 0 && _usedPorts.Sum(used => used.Calls) + calls > PortPairs)
        {
            var (at, _) = _usedPorts.Dequeue();
            var left = TimeSpan.FromSeconds(PortRestSeconds) - Stopwatch.GetElapsedTime(at);
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        _usedPorts.Enqueue((Stopwatch.GetTimestamp() + (settings.Seconds * Stopwatch.Frequency), calls));
    }
}
