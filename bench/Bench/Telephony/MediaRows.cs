using System.Globalization;

namespace Zhkh.Bench;

/// <summary>M1 to M5 and M7: what a hundred calls cost, and how many stand before packets are late or lost.</summary>
internal sealed class MediaRows(Engine engine, TelephonySettings settings, TextWriter progress)
{
    private const int PlacedPerSecond = 100;
    private const int FixedCalls = 200;
    private const int WarmingSeconds = 15;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private static readonly MediaKind[] Kinds =
    [
        new("M1", "M2", "ivr", "robot call", 10, 800, [100, 200, 400, 600, 800, 1_000, 1_300]),
        new("M3", "M3", "ivrrec", "robot call, recorded", 16.5, 450, [100, 200, 300, 450, 600, 800]),
        new("M4", "M4", "agent", "bridged call", 12.5, 700, [100, 200, 350, 500, 700, 850]),
        new("M5", "M5", "agentrec", "bridged call, recorded", 22.5, 500, [100, 200, 350, 500, 650]),
    ];

    public async Task<List<TelephonyRow>> RunAsync()
    {
        var rows = new List<TelephonyRow>();
        var kinds = Kinds.Where(k => settings.Wants(k.CostRow, k.CapRow)).ToList();
        if (kinds.Count > 0)
        {
            await WarmAsync(kinds[0]);
        }

        foreach (var kind in kinds)
        {
            var samples = await StaircaseAsync(kind);
            rows.Add(Cost(kind, samples));
            rows.Add(Cap(kind, samples));
            rows.Add(Threads(kind, samples));
        }

        return rows;
    }

    // A runtime that compiles as it goes does so in its first seconds.
    private async Task WarmAsync(MediaKind kind)
    {
        using var rig = new MediaRig(engine);
        await rig.FillAsync(kind.User, FixedCalls, PlacedPerSecond);
        await Task.Delay(TimeSpan.FromSeconds(WarmingSeconds));
        await rig.EmptyAsync();
    }

    private async Task<List<MediaSample>> StaircaseAsync(MediaKind kind)
    {
        var samples = new List<MediaSample>();
        using var rig = new MediaRig(engine);
        foreach (var calls in kind.Steps)
        {
            var isFull = await rig.FillAsync(kind.User, calls, PlacedPerSecond);
            await Task.Delay(Settling);
            var sample = await rig.WatchAsync(settings.Seconds);
            if (!sample.IsWithinCap)
            {
                await ShowAsync(kind, sample);
                sample = await rig.WatchAsync(settings.Seconds);   // a stall of the machine is not the engine's
            }

            await ShowAsync(kind, sample);
            samples.Add(sample);
            if (!isFull || !sample.IsWithinCap || sample.IsGeneratorAtItsLimit)
            {
                break;
            }
        }

        await rig.EmptyAsync();
        return samples;
    }

    private Task ShowAsync(MediaKind kind, MediaSample sample) => progress.WriteLineAsync($"{kind.CostRow} {sample}");

    private static TelephonyRow Cost(MediaKind kind, List<MediaSample> samples)
    {
        var sample = samples.LastOrDefault(s => s.IsWithinCap && s.Calls <= FixedCalls) ?? samples[0];
        var value = sample.EnginePerHundred is { } cost
            ? string.Create(CultureInfo.InvariantCulture, $"{cost:F1} % at {sample.Calls} calls; ") : "";
        value += string.Create(CultureInfo.InvariantCulture,
            $"{sample.DeliveredPercent:F2} % delivered, p90 {sample.GapErrors.Percentile(0.9):F2} ms, ")
            + string.Create(CultureInfo.InvariantCulture, $"p99 {sample.GapErrors.Percentile(0.99):F2} ms");
        return new TelephonyRow(
            kind.CostRow, $"{kind.What}: % of a core per 100",
            string.Create(CultureInfo.InvariantCulture, $"≤ {kind.CostMax:F1} % (half of Asterisk's)"), value,
            sample.EnginePerHundred is { } percent ? percent <= kind.CostMax : null);
    }

    private static TelephonyRow Cap(MediaKind kind, List<MediaSample> samples)
    {
        var cap = samples.LastOrDefault(s => s.IsWithinCap);
        var strict = samples.LastOrDefault(s => s.IsStrict)?.Calls ?? 0;
        var isOpen = cap is not null && (cap == samples[^1] || samples[^1].IsGeneratorAtItsLimit);
        var value = cap is null ? "none" : string.Create(CultureInfo.InvariantCulture,
            $"{(isOpen ? "at least " : "")}{cap.Calls} / {strict} (generator {cap.GeneratorShare:P0} of its core, ")
            + string.Create(CultureInfo.InvariantCulture,
                $"engine {cap.EngineShare:P0}, {cap.DeliveredPercent:F2} % delivered)");
        var reached = cap?.Calls >= kind.CallsMin ? true : isOpen ? (bool?)null : false;
        return new TelephonyRow(
            kind.CapRow, $"{kind.What}: calls at once, cap / strict",
            string.Create(CultureInfo.InvariantCulture, $"≥ {kind.CallsMin}"), value, reached);
    }

    private static TelephonyRow Threads(MediaKind kind, List<MediaSample> samples)
    {
        var value = samples[^1].Threads is { } threads
            ? string.Create(CultureInfo.InvariantCulture, $"{threads} at {samples[^1].Calls} calls") : "not seen";
        return new TelephonyRow("M7", $"{kind.What}: threads", "–", value, null);
    }

    /// <param name="CostMax">Per cent of a core for 100 calls.</param>
    /// <param name="CallsMin">Twice the best engine's cap.</param>
    private sealed record MediaKind(
        string CostRow, string CapRow, string User, string What, double CostMax, int CallsMin, int[] Steps);
}
