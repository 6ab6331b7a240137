using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>
/// Recordings of real calls, read by strangers: sox, Python's wave, and a script that opens the sealed file with the
/// system's OpenSSL. The key is changed by the command line while the host works.
/// </summary>
[Collection(JourneyCollection.Name)]
public sealed partial class RecordingFromOutside(JourneyTown town) : IDisposable
{
    private const int ResidentHertz = 700;
    private const int DispatcherHertz = 1100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);
    private readonly string _folder = Directory.CreateTempSubdirectory("zhkh-heard").FullName;

    [Fact]
    public async Task A_call_is_heard_the_same_by_strangers_before_and_after_a_change_of_the_key()
    {
        var (id, api) = (await TalkAsync("+79379999983"), await town.SignInAsync("admin"));
        using (api)
        {
            // Emergency: three years from its end, whole.
            Assert.Equal("emergency 36 whole", await town.ScalarAsync<string>($"""
                select r.class || ' ' || t.months || ' ' || coalesce(r.partial_reason, 'whole')
                from pbx.recordings r join pbx.retention_terms(current_date) t using (organisation, class)
                where r.id = '{id}' and r.started_at >= t.from_on and r.started_at < t.to_on
                """));
            var row = await api.GetAsync($"/api/recordings/{id}");
            Assert.Equal(row.GetProperty("endedAt").GetDateTimeOffset().AddMonths(36),
                row.GetProperty("keptUntil").GetDateTimeOffset());

            var before = await ReadByStrangersAsync(id, api);
            var old = await File.ReadAllBytesAsync(KeyFile);
            var said = await RunAsync(Repository.Path("zhkh"), [.. Recording("rotate-key")]);
            Assert.StartsWith("key ", said, StringComparison.Ordinal);
            Assert.NotEqual(old, await File.ReadAllBytesAsync(KeyFile));
            Assert.Equal(before, await ReadByStrangersAsync(id, api));

            var exported = Path.Combine(_folder, "exported.wav");
            await RunAsync(Repository.Path("zhkh"), [.. Recording("export", id.ToString(), exported)]);
            Assert.Equal(before, await File.ReadAllBytesAsync(exported));
        }
    }

    [Fact]
    public async Task Where_nothing_can_be_written_the_call_goes_on_the_row_says_why_and_the_desk_is_told()
    {
        var year = Path.Combine(town.Host.DataFolder, "recordings",
            TimeProvider.System.GetUtcNow().ToString("yyyy", CultureInfo.InvariantCulture));
        var aside = Path.Combine(_folder, "aside");
        Directory.CreateDirectory(year);
        await RunAsync("mv", [year, aside]);
        await File.WriteAllTextAsync(year, "");   // a file where the folder belongs: root is refused too
        using var api = await town.SignInAsync("admin");
        try
        {
            await using var call = town.Call("+79379999984", TimeSpan.FromSeconds(20));
            await call.Sound.HearAsync(audio => ToneMeter.Loudness(audio) > 300, Limit);
            await AttentionAsync(api, "diskFault", isThere: true);
            Assert.Equal(0, await call.EndAsync(Limit));
        }
        finally
        {
            File.Delete(year);
            await RunAsync("mv", [aside, year]);
        }

        await JourneyTown.UntilAsync(() => town.ScalarAsync<bool>("""
            select exists (select from pbx.recordings r join pbx.calls c on c.id = r.call_id
                where c.phone = '+79379999984' and c.ended_at is not null and r.partial_reason <> '')
            """), Limit, "the row does not say that the recording is cut");
        await AttentionAsync(api, "recordingPartial", isThere: true);
        await using (var next = town.Call("+79379999985", TimeSpan.FromSeconds(2)))
        {
            Assert.Equal(0, await next.EndAsync(Limit));
        }

        await AttentionAsync(api, "diskFault", isThere: false);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string KeyFile => Path.Combine(town.Host.DataFolder, "keys", "recording.key");

    private IEnumerable<string> Recording(params string[] words) =>
        ["recording", .. words, "--data", town.Host.DataFolder, "--database", town.Connection];

    /// <summary>A resident and a dispatcher hum at each other; the recording's id, once the row is there.</summary>
    private async Task<Guid> TalkAsync(string from)
    {
        await using var phone = await Baresip.StartAsync("203", "demo203", town.Host.Sip, "127.0.83.1",
            ToneMeter.Hum(DispatcherHertz, TimeSpan.FromSeconds(60)));
        await using var call = TrunkCall.Place(
            town.Host.Sip, from, "112", TimeSpan.FromSeconds(9), JourneyTown.Operator);
        await call.Sound.HearAsync(audio => ToneMeter.SecondsOf(audio, DispatcherHertz) > 0.5, Limit);
        await call.Sound.SpeakAsync(ToneMeter.Hum(ResidentHertz, TimeSpan.FromSeconds(3)));
        Assert.Equal(0, await call.EndAsync(Limit));
        await JourneyTown.UntilAsync(() => town.ScalarAsync<bool>($"""
            select exists (select from pbx.recordings r join pbx.calls c on c.id = r.call_id
                where c.phone = '{from}' and r.ended_at is not null)
            """), Limit, "there is no row of the recording");
        return await town.ScalarAsync<Guid>($"select recording_id from pbx.calls where phone = '{from}'");
    }

    private async Task<byte[]> ReadByStrangersAsync(Guid id, HostApi api)
    {
        var wav = Path.Combine(_folder, "served.wav");
        var bytes = await api.BytesAsync($"/api/recordings/{id}.wav");
        await File.WriteAllBytesAsync(wav, bytes);
        Assert.Equal("8000", await RunAsync("soxi", ["-r", wav]));
        Assert.Equal("2", await RunAsync("soxi", ["-c", wav]));
        Assert.Equal("16", await RunAsync("soxi", ["-b", wav]));
        Assert.True(await BandAsync(wav, 1, ResidentHertz) > 5 * await BandAsync(wav, 2, ResidentHertz));
        Assert.True(await BandAsync(wav, 2, DispatcherHertz) > 5 * await BandAsync(wav, 1, DispatcherHertz));

        var rec = Directory.EnumerateFiles(
            Path.Combine(town.Host.DataFolder, "recordings"), $"{id:D}.rec", SearchOption.AllDirectories).Single();
        var said = JsonDocument.Parse(await RunAsync("python3",
        [
            Repository.Path("tests/Interop.Tests/open_recording.py"), wav, rec, KeyFile,
            $"{ResidentHertz}", $"{DispatcherHertz}",
        ])).RootElement;
        Assert.Equal((8000, 2, 2), (said.GetProperty("rate").GetInt32(), said.GetProperty("channels").GetInt32(),
            said.GetProperty("width").GetInt32()));
        Assert.True(said.GetProperty("same").GetBoolean(), "the sealed file holds other samples than are served");
        var resident = Seconds(said, ResidentHertz);
        var dispatcher = Seconds(said, DispatcherHertz);
        Assert.True(resident[0] > 2 && resident[1] < 0.5, $"left is the resident: {said}");
        Assert.True(dispatcher[1] > 2 && dispatcher[0] < 0.5, $"right is our side: {said}");
        return bytes;
    }

    private static double[] Seconds(JsonElement said, int hertz) =>
        [.. said.GetProperty("seconds").GetProperty($"{hertz}").EnumerateArray().Select(each => each.GetDouble())];

    /// <summary>How loud a channel is around a tone, as sox measures it.</summary>
    private static async Task<double> BandAsync(string wav, int side, int hertz)
    {
        var said = await RunAsync("sh", ["-c", string.Create(CultureInfo.InvariantCulture,
            $"sox {wav} -n remix {side} sinc {hertz - 50}-{hertz + 50} stat 2>&1")]);
        return double.Parse(Rms().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static Task AttentionAsync(HostApi api, string reason, bool isThere) => JourneyTown.UntilAsync(
        async () => (await api.ListAsync("/api/attention"))
            .Any(item => item.GetProperty("reason").GetString() == reason) == isThere,
        Limit, $"{reason} is {(isThere ? "not " : "")}in the list");

    private static async Task<string> RunAsync(string program, IReadOnlyList<string> words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        }) ?? throw new InvalidOperationException($"{program} does not start");
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', words)}: {await errors}");
        return said.Trim();
    }

    [GeneratedRegex(@"RMS\s+amplitude:\s+([\d.]+)")]
    private static partial Regex Rms();
}
