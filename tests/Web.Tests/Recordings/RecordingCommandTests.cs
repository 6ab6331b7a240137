using System.Text.Json;
using Zhkh.Pbx.Recording;
using Zhkh.Web.Cli;
using CommandLine = Zhkh.Web.Cli.CommandLine;

namespace Zhkh.Web.Tests.Recordings;

/// <summary><c>zhkh recording …</c> beside a running host and where none runs.</summary>
[Collection(TakenInTurns.Name)]
public sealed class RecordingCommandTests(TestHost host)
{
    [Theory]
    [InlineData("turn-key")]
    [InlineData("rotate-key", "--dry-run")]
    [InlineData("purge", "--dry-run", "--forever")]
    [InlineData("status", "--data")]
    [InlineData("export", "no-id", "a.wav")]
    [InlineData("export", "019a0f6e-7a51-7c3b-9d1e-2f6b8c4d5e6f", "--json")]
    public async Task Words_that_mean_nothing_are_refused_by_their_name(params string[] words)
    {
        var (code, said, why) = await RunAsync(words);
        Assert.Equal((CommandLine.Usage, ""), (code, said));
        Assert.Contains(words[^1].StartsWith('-') || words.Length == 1 ? words[^1] : words[1], why,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_key_is_refused_and_gets_none()
    {
        var folder = Directory.CreateTempSubdirectory("zhkh-nokey").FullName;
        var (code, _, why) = await RunAsync("rotate-key", "--data", folder);
        Assert.Equal(CommandLine.Failed, code);
        Assert.Contains(folder, why, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Directory.Delete(folder);
    }

    [Fact]
    public async Task The_key_is_changed_beside_a_running_host_and_what_was_recorded_is_heard_as_before()
    {
        var id = await new OldRecordings(host).AddAsync(OldRecordings.Now.AddDays(-10), "emergency");
        var store = host.Get<RecordingStore>();
        var (key, sound) = (store.Keys[0].Id, await SoundAsync(store, id));
        var (code, said, why) = await RunAsync([.. InHost("rotate-key")]);
        Assert.True(code == CommandLine.Ok, why);
        Assert.NotEqual(key, store.Keys.Single().Id);
        Assert.Equal($"key {store.Keys[0].Id}", said);
        Assert.Equal(sound, await SoundAsync(store, id));

        var wav = Path.Combine(host.Data, $"{id}.wav");
        Assert.Equal(CommandLine.Ok, (await RunAsync([.. InHost("export", id.ToString(), wav)])).Code);
        Assert.Equal(sound, await File.ReadAllBytesAsync(wav));
        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(wav);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
        Assert.Equal(CommandLine.Failed, (await RunAsync([.. InHost("export", id.ToString(), wav)])).Code);
        File.Delete(wav);

        var (_, text, _) = await RunAsync([.. InHost("status", "--json")]);
        var state = JsonDocument.Parse(text).RootElement;
        Assert.True(state.GetProperty("hostRuns").GetBoolean());
        Assert.Equal(0, state.GetProperty("rotationLeft").GetInt32());
        var order = state.GetProperty("orders").EnumerateArray().First();
        Assert.Equal(("rotateKey", true), (
            order.GetProperty("verb").GetString(), order.GetProperty("succeeded").GetBoolean()));
    }

    [Fact]
    public async Task A_purge_says_first_what_would_go_and_then_what_went()
    {
        var old = new OldRecordings(host);
        var past = await old.AddAsync(OldRecordings.Now.AddMonths(-3).AddDays(-4), "poll");
        var young = await old.AddAsync(OldRecordings.Now.AddMonths(-3).AddDays(4), "poll");
        var (dry, counted, _) = await RunAsync([.. InHost("purge", "--dry-run")]);
        Assert.Equal(CommandLine.Ok, dry);
        Assert.Contains("privolsk poll ", counted, StringComparison.Ordinal);
        Assert.True(await old.IsThereAsync(past));
        var (code, said, why) = await RunAsync([.. InHost("purge")]);
        Assert.True(code == CommandLine.Ok, why);
        Assert.StartsWith("deleted ", said, StringComparison.Ordinal);
        Assert.False(await old.IsThereAsync(past));
        Assert.True(await old.IsThereAsync(young));
        Assert.StartsWith("cli:", await host.ScalarAsync<string>(
            $"select by_whom from pbx.recording_deletions where recording_id = '{past}'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_host_runs_the_command_changes_the_key_itself_and_finds_what_was_changed_in_a_file()
    {
        var data = Directory.CreateTempSubdirectory("zhkh-down").FullName;
        var options = RecordingOptions.In(data);
        var id = OldRecordings.Write(options, OldRecordings.Now.AddDays(-5));
        var before = await File.ReadAllBytesAsync(options.KeyFile);
        var (code, said, why) = await RunAsync("rotate-key", "--data", data);
        Assert.True(code == CommandLine.Ok, why);
        Assert.StartsWith("key ", said, StringComparison.Ordinal);
        Assert.NotEqual(before, await File.ReadAllBytesAsync(options.KeyFile));
        var (whole, found, _) = await RunAsync("verify", "--data", data);
        Assert.Equal(CommandLine.Ok, whole);
        Assert.StartsWith("1 files", found, StringComparison.Ordinal);
        Assert.Contains(" 0 damaged", found, StringComparison.Ordinal);

        var file = OldRecordings.FileOf(options.Folder, id);
        await File.AppendAllTextAsync(file, "torn");
        Assert.Equal(CommandLine.Failed, (await RunAsync("verify", "--data", data)).Code);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[200] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        var (damaged, named, _) = await RunAsync("verify", "--data", data);
        Assert.Equal(CommandLine.Failed, damaged);
        Assert.Contains($"{id:D}.rec: changed chunks", named, StringComparison.Ordinal);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_torn_end_is_cut_off_and_the_file_is_whole_again()
    {
        var data = Directory.CreateTempSubdirectory("zhkh-torn").FullName;
        var options = RecordingOptions.In(data);
        var id = OldRecordings.Write(options, OldRecordings.Now.AddDays(-40));
        var file = OldRecordings.FileOf(options.Folder, id);
        using (var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.SetLength(handle, RandomAccess.GetLength(handle) - 5);
        }

        Assert.Equal(CommandLine.Failed, (await RunAsync("verify", "--data", data)).Code);
        var (code, said, why) = await RunAsync("repair", "--data", data);
        Assert.True(code == CommandLine.Ok, why);
        Assert.Equal($"{id} 1.20 s", said);
        Assert.Equal(CommandLine.Ok, (await RunAsync("verify", "--data", data)).Code);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task What_another_export_writes_is_left_to_it()
    {
        var data = Directory.CreateTempSubdirectory("zhkh-two-exports").FullName;
        var id = OldRecordings.Write(RecordingOptions.In(data), OldRecordings.Now.AddDays(-5));
        var (wav, part) = (Path.Combine(data, "a.wav"), Path.Combine(data, "a.wav.part"));
        await File.WriteAllTextAsync(part, "half");
        var (code, said, why) = await RunAsync("export", id.ToString(), wav, "--data", data);
        Assert.Equal((CommandLine.Failed, ""), (code, said));
        Assert.Contains(part, why, StringComparison.Ordinal);
        Assert.Equal("half", await File.ReadAllTextAsync(part));
        Assert.False(File.Exists(wav));

        // One's own is taken away again when nothing came of it.
        File.Delete(part);
        Assert.Equal(CommandLine.Failed,
            (await RunAsync("export", Guid.NewGuid().ToString(), wav, "--data", data)).Code);
        Assert.False(File.Exists(part));
        Assert.Equal(CommandLine.Ok, (await RunAsync("export", id.ToString(), wav, "--data", data)).Code);
        Assert.False(File.Exists(part));
        Directory.Delete(data, recursive: true);
    }

    private IEnumerable<string> InHost(params string[] words) =>
        [.. words, "--data", host.Data, "--database", host.ConnectionString];

    private static async Task<byte[]> SoundAsync(RecordingStore store, Guid id)
    {
        using var wav = new MemoryStream();
        Assert.True(await store.WriteWavAsync(id, wav, CancellationToken.None));
        return wav.ToArray();
    }

    private static async Task<(int Code, string Said, string Why)> RunAsync(params string[] words)
    {
        using var said = new StringWriter();
        using var why = new StringWriter();
        var code = await new RecordingCommand(TimeProvider.System).RunAsync(words, said, why, CancellationToken.None);
        return (code, said.ToString().Trim(), why.ToString().Trim());
    }
}
