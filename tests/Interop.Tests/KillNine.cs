using System.Globalization;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>F4: the host is killed in the middle of recorded calls; nothing of them is lost.</summary>
[Collection(AloneCollection.Name)]
public class KillNine
{
    private const int Calls = 20;

    [Fact]
    public async Task Twenty_calls_cut_by_a_kill_leave_twenty_recordings_rows_and_callbacks()
    {
        await using var host = await RunningHost.StartAsync("127.0.47.1", dataFolder: null,
            "--sip-port", "5060", "--trunk-peers", "127.0.46.0/24", "--rtp-ports", "13100-14000");
        var callers = Enumerable.Range(0, Calls)
            .Select(n => "+7937555" + n.ToString("0000", CultureInfo.InvariantCulture))
            .ToList();
        var calls = callers.Select(from => TrunkCall.Place(host.Sip, from, "112", TimeSpan.FromMinutes(2))).ToList();
        foreach (var call in calls)
        {
            await call.Sound.HearAsync(audio => audio.Length > 8000 * 3, TimeSpan.FromSeconds(40));
        }

        var secondsHeard = calls.Select(call => call.Sound.Heard().Length / 8000.0).ToList();
        host.Kill();
        await host.WaitReadyAsync();
        foreach (var call in calls)
        {
            await call.DisposeAsync();
        }

        using var api = await HostApi.SignInAsync(host.Http, "admin");
        var limit = TimeSpan.FromSeconds(60);
        var callbacks = await api.EventuallyAsync("/api/callbacks?limit=100",
            rows => callers.All(c => rows.Any(r => r.GetProperty("phone").GetString() == c)), limit);
        Assert.All(callers, c => Assert.Single(callbacks, row => row.GetProperty("phone").GetString() == c));

        for (var n = 0; n < Calls; n++)
        {
            var rows = await api.ListAsync($"/api/calls?phone={Uri.EscapeDataString(callers[n])}");
            var row = Assert.Single(rows);
            Assert.Equal("cut", row.GetProperty("outcome").GetString());
            var file = await api.BytesAsync($"/api/recordings/{row.GetProperty("recordingId").GetString()}.wav");
            var wav = WavAudio.Read(file);
            Assert.True(wav.Seconds >= secondsHeard[n] - 0.25,
                $"{callers[n]}: heard {secondsHeard[n]:F2} s, recorded {wav.Seconds:F2} s");
        }
    }
}
