using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Recording;

namespace Zhkh.Pbx.Tests.Recording;

/// <summary>
/// RELIABILITY F4: a process that records is killed at any instant. Ticks are counted, not milliseconds: the child
/// says each tick it has fed, and flushes every eight of them as the writer's 160 ms do.
/// </summary>
public sealed class KilledWriterTests
{
    private const string FolderVariable = "ZHKH_TEST_RECORDING_CHILD";
    private const string FormVariable = "ZHKH_TEST_RECORDING_FORM";
    private const int Calls = 10;
    private const int FlushTicks = 8;

    // A quarter of a second.
    private const int LostTicksMax = 12;

    [Theory]
    [InlineData(RecordingForm.Sealed, 8)]
    [InlineData(RecordingForm.Wav, 8)]
    public async Task After_kill_9_every_recording_opens_and_lacks_at_most_a_quarter_of_a_second(
        RecordingForm form, int kills)
    {
        var random = new Random(9);
        for (var kill = 0; kill < kills; kill++)
        {
            using var folder = new RecordingFolder();
            var fed = RunAndKill(folder, form, afterTick: 20 + random.Next(150));
            using var store = folder.Store(form);
            var mended = store.Start();
            var ids = Directory.EnumerateFiles(folder.Options.Folder, "*", SearchOption.AllDirectories)
                .Select(file => Guid.Parse(Path.GetFileNameWithoutExtension(file))).ToList();
            Assert.Equal(Calls, ids.Count);
            Assert.True(form == RecordingForm.Wav || mended.Count == Calls);
            foreach (var id in ids)
            {
                var wav = await RecordingFolder.WavAsync(store, id);
                Assert.InRange(wav.Frames % 160, 0, form == RecordingForm.Sealed ? 0 : 159);
                Assert.True(
                    wav.Frames >= (fed - LostTicksMax) * 160, $"{fed} ticks were fed, {wav.Frames / 160.0:F1} remain");
            }
        }
    }

    // The child's whole life: runs instead of the tests when the variable is set.
    [ModuleInitializer]
    internal static void LiveAsChild()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { Length: > 0 } folder)
        {
            return;
        }

        var store = new RecordingStore(
            new RecordingOptions
            {
                Folder = Path.Combine(folder, "calls"), KeyFile = Path.Combine(folder, "keys", "recording.key"),
                Form = Enum.Parse<RecordingForm>(Environment.GetEnvironmentVariable(FormVariable)!),
            },
            TimeProvider.System, NullLogger.Instance);
        var recorders = Enumerable.Range(0, Calls).Select(_ => store.Begin(Guid.CreateVersion7())).ToList();
        using var output = Console.OpenStandardOutput();
        for (var tick = 1; ; tick++)
        {
            recorders.ForEach(recorder => RecordingFolder.Feed(recorder, tick, 1));
            output.Write(System.Text.Encoding.ASCII.GetBytes($"{tick}\n"));
            if (tick % FlushTicks == 0)
            {
                store.Flush();
            }
        }
    }

    private static int RunAndKill(RecordingFolder folder, RecordingForm form, int afterTick)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(KilledWriterTests).Assembly.Location])
        {
            RedirectStandardOutput = true, UseShellExecute = false,
        };
        start.Environment[FolderVariable] = folder.Root;
        start.Environment[FormVariable] = form.ToString();
        using var child = Process.Start(start)!;
        var last = 0;
        while (child.StandardOutput.ReadLine() is { } line)
        {
            Assert.True(int.TryParse(line, CultureInfo.InvariantCulture, out var tick) || child.HasExited);
            last = Math.Max(last, tick);
            if (last == afterTick)
            {
                child.Kill();
            }
        }

        child.WaitForExit();
        Assert.True(last >= afterTick, "the child lived until it was killed");
        return last;
    }
}
