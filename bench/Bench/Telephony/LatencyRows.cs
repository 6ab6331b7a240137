using System.Globalization;

namespace Zhkh.Bench;

/// <summary>L1 to L4: how long a caller waits for a word.</summary>
internal sealed class LatencyRows(Engine engine, TelephonySettings settings, TextWriter progress)
{
    private const int KeyCalls = 20;
    private const int KeyWindowSeconds = 20;
    private const int InviteCalls = 300;
    private const int BridgedCalls = 10;
    private static readonly TimeSpan BetweenKeys = TimeSpan.FromMilliseconds(73);
    private static readonly TimeSpan BetweenInvites = TimeSpan.FromMilliseconds(37);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    public async Task<List<TelephonyRow>> RunAsync()
    {
        var rows = new List<TelephonyRow>();
        if (settings.Wants("L1"))
        {
            rows.Add(await KeysAsync());
        }

        if (settings.Wants("L2"))
        {
            rows.Add(await InvitesAsync("L2", "ivr", "INVITE → 200, robot", (1.5, 15)));
        }

        if (settings.Wants("L3"))
        {
            rows.Add(await InvitesAsync("L3", "agent", "INVITE → 200, two legs", null));
        }

        if (settings.Wants("L4"))
        {
            rows.Add(await TransitAsync());
        }

        foreach (var row in rows)
        {
            await progress.WriteLineAsync($"{row.Name} {row.Metric}: {row.Value}");
        }

        return rows;
    }

    private async Task<TelephonyRow> KeysAsync()
    {
        using var rig = new MediaRig(engine);
        await rig.FillAsync("ivr", KeyCalls, 50);
        await Task.Delay(Settling);
        var turn = 0;
        var pressed = 0;
        async Task PressAsync()
        {
            rig.Calls[turn++ % rig.Calls.Count].Stream?.Press();
            pressed++;
            await Task.Delay(BetweenKeys);
        }

        _ = await rig.WatchAsync(3, PressAsync);   // the first ones compile the path
        pressed = 0;
        var sample = await rig.WatchAsync(KeyWindowSeconds, PressAsync);
        await rig.EmptyAsync();
        var row = Row("L1", "digit ended → next prompt", sample.KeyAnswers, (1.5, 6));
        return row with
        {
            Value = string.Create(CultureInfo.InvariantCulture,
                $"{row.Value}, {sample.KeyAnswers.Count} of {pressed} keys"),
        };
    }

    private async Task<TelephonyRow> InvitesAsync(string name, string user, string metric, (double, double)? goal)
    {
        using var rig = new MediaRig(engine);
        await rig.FillAsync(user, 20, 50, speaks: false);
        await rig.EmptyAsync();
        var answers = new Histogram();
        for (var i = 0; i < InviteCalls; i++)
        {
            await rig.FillAsync(user, 1, 1_000, speaks: false);
            if (rig.Calls.Count > 0 && await rig.Calls[0].Answer.Task is { } answered)
            {
                answers.Add(answered.Ticks * TimeSpan.NanosecondsPerTick);
            }

            await rig.EmptyAsync();
            await Task.Delay(BetweenInvites);
        }

        return Row(name, metric, answers, goal);
    }

    private async Task<TelephonyRow> TransitAsync()
    {
        using var rig = new MediaRig(engine);
        await rig.FillAsync("agent", BridgedCalls, 20);
        await Task.Delay(Settling);
        var sample = await rig.WatchAsync(KeyWindowSeconds / 2);
        await rig.EmptyAsync();
        return Row("L4", $"bridge transit, {BridgedCalls} calls", sample.Transits, null);
    }

    private static TelephonyRow Row(string name, string metric, Histogram times, (double P50, double P99)? goal)
    {
        var (p50, p99) = (times.Percentile(0.5), times.Percentile(0.99));
        return new TelephonyRow(
            name, $"{metric}, p50 / p99 ms",
            goal is { } g ? string.Create(CultureInfo.InvariantCulture, $"≤ {g.P50} / {g.P99}") : "–",
            string.Create(CultureInfo.InvariantCulture, $"{p50:F3} / {p99:F3}"),
            goal is { } limit ? p50 <= limit.P50 && p99 <= limit.P99 : null);
    }
}
