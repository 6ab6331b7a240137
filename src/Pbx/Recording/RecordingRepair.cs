using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// Looks through the last days' files before the first call: a tail torn by a crash is cut off. Reading tolerates it
/// anyway; this makes files that no reader of ours touches whole, and reports what the crash left.
/// </summary>
internal sealed class RecordingRepair(RecordingOptions options, KeyRing keys, TimeProvider time, ILogger logger)
{
    /// <summary>The last days. Returns every recording whose end was never written.</summary>
    public IReadOnlyList<RecordingInfo> Run() => Run(Enumerable.Range(0, options.RepairDays)
        .Select(day => RecordingPath.Folder(options.Folder, time.GetUtcNow().AddDays(-day)))
        .Where(Directory.Exists));

    /// <summary>These folders of days.</summary>
    public IReadOnlyList<RecordingInfo> Run(IEnumerable<string> days) =>
        [.. days.SelectMany(Directory.EnumerateFiles).Select(Mend).OfType<RecordingInfo>()];

    private RecordingInfo? Mend(string path)
    {
        try
        {
            return Path.GetExtension(path) switch
            {
                RecordingPath.SealedExtension => MendSealed(path),
                RecordingPath.WavExtension => MendWav(path),
                _ => null,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RecordingLog.Unreadable(logger, path, e.Message);
            return null;
        }
    }

    private RecordingInfo? MendSealed(string path)
    {
        using var reader = SealedReader.TryOpen(path, keys, out var fault);
        if (reader is null)
        {
            RecordingLog.Unreadable(logger, path, fault ?? "");
            return null;
        }

        if (reader.Ended)
        {
            return null;
        }

        while (!reader.LastIsGenuine())
        {
            reader.ForgetLast();
        }

        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var torn = RandomAccess.GetLength(handle) - reader.SoundLength;
        if (torn > 0)
        {
            RandomAccess.SetLength(handle, reader.SoundLength);
        }

        if (reader.Ticks > 0 && reader.Peaks() is null)
        {
            SealedFile.AddPeaks(path, reader, reader.MeasurePeaks());
        }

        var info = RecordingStore.Describe(reader);
        RecordingLog.Repaired(logger, info.Id, torn, info.Duration.TotalSeconds);
        return info;
    }

    private RecordingInfo? MendWav(string path)
    {
        if (!Guid.TryParseExact(Path.GetFileNameWithoutExtension(path), "D", out var id) || !FlatWavReader.Repair(path))
        {
            return null;
        }

        var info = FlatWavReader.Describe(path, id, ended: false);
        RecordingLog.Repaired(logger, id, 0, info.Duration.TotalSeconds);
        return info;
    }
}
