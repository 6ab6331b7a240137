using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Recording;
using Zhkh.Pbx.Tests.Audio;

namespace Zhkh.Pbx.Tests.Recording;

/// <summary>A folder of recordings with its key beside it; gone at the end.</summary>
internal sealed class RecordingFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("recordings");

    public string Root => _folder.FullName;

    public RecordingOptions Options => new()
    {
        Folder = Path.Combine(Root, "calls"), KeyFile = Path.Combine(Root, "keys", "recording.key"), FreeBytesLow = 0,
        FreeBytesCritical = 0,
    };

    public void Dispose() => _folder.Delete(recursive: true);

    public RecordingStore Store(RecordingForm form = RecordingForm.Sealed) =>
        new(Options with { Form = form }, TimeProvider.System, NullLogger.Instance);

    /// <summary>The one file below the folder of calls.</summary>
    public string File(Guid id) =>
        Directory.EnumerateFiles(Options.Folder, $"{id:D}.*", SearchOption.AllDirectories).Single();

    public static async Task<StrictWav> WavAsync(RecordingStore store, Guid id)
    {
        using var stream = new MemoryStream();
        RecordingInfo? announced = null;
        Assert.True(await store.WriteWavAsync(id, stream, CancellationToken.None, info => announced = info));
        Assert.Equal(announced!.WavBytes, stream.Length);
        Assert.Equal(store.TryOpen(id)!.Duration, announced.Duration);
        var wav = StrictWav.Parse(stream.ToArray());
        Assert.Equal((8000, 2, 16), (wav.SampleRate, wav.Channels, wav.Bits));
        return wav;
    }

    /// <summary>Feeds so many ticks: the caller hums 500 Hz, our side 900 Hz.</summary>
    public static void Feed(CallRecorder recorder, int from, int ticks)
    {
        for (var tick = from; tick < from + ticks; tick++)
        {
            recorder.Write(Frame(500, tick), Frame(900, tick));
        }
    }

    public static short[] Frame(double frequencyHz, int tick) => Hearing.Sine(frequencyHz, 160, 6000 + (tick % 7));
}
