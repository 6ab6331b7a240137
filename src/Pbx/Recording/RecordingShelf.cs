using System.Globalization;
using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Recording;

/// <summary>A file that is not what it was when it was written.</summary>
public sealed record DamagedRecording(string Path, string Why);

/// <summary>What a look through all files found.</summary>
/// <param name="Unfinished">Whole as far as they go, without an end: running, or cut off by a crash.</param>
public sealed record RecordingCheck(
    int Files, long Bytes, int Unfinished, IReadOnlyList<DamagedRecording> Damaged);

/// <summary>
/// The files of recordings as somebody sees them who stands beside the host: it may be running or not, and may change
/// the key meanwhile. Makes no key and begins no recording.
/// </summary>
public sealed class RecordingShelf(RecordingOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>No call is longer, so a file of an older day has no writer any more.</summary>
    private const int DaysOfWriter = 2;

    private KeyRing _keys = KeyRing.Load(options.KeyFile);

    /// <summary>The wrapping keys by their ids, the current one first.</summary>
    public IReadOnlyList<RecordingKeyState> Keys => RecordingStore.StatesOf(_keys);

    /// <summary>Files under a key that is not the current one.</summary>
    public int CountOld() => RecordingPath.All(options.Folder)
        .Count(path => SealedHeader.KeyIdOf(path) is { } id && id != _keys.Current.Id);

    /// <summary>How many files there are, and their bytes.</summary>
    public (int Files, long Bytes) Count() => Files().Aggregate(
        (Files: 0, Bytes: 0L), (sum, path) => (sum.Files + 1, sum.Bytes + LengthOf(path)));

    /// <summary>Opens every file and checks every chunk of it against its tag.</summary>
    public RecordingCheck Check(CancellationToken cancel)
    {
        var damaged = new List<DamagedRecording>();
        var (files, bytes, unfinished) = (0, 0L, 0);
        foreach (var path in Files())
        {
            cancel.ThrowIfCancellationRequested();
            files++;
            bytes += LengthOf(path);
            if (FaultOf(path, out var ended) is { } fault)
            {
                damaged.Add(new DamagedRecording(Path.GetRelativePath(options.Folder, path), fault));
            }

            unfinished += ended ? 0 : 1;
        }

        return new RecordingCheck(files, bytes, unfinished, damaged);
    }

    /// <summary>Cuts torn tails off, of all days; beside a running host only of days whose calls are over.</summary>
    /// <returns>Every recording whose end was never written.</returns>
    public IReadOnlyList<RecordingInfo> Mend(bool besideHost) =>
        new RecordingRepair(options, _keys, time, logger).Run(
            RecordingPath.Days(options.Folder).Where(day => !besideHost || IsOver(day)));

    /// <summary>Writes a recording as the WAV the API serves.</summary>
    /// <returns>False when there is no such file, or no key of ours opens it.</returns>
    public async Task<bool> ExportAsync(Guid id, Stream stream, CancellationToken cancel)
    {
        if (RecordingPath.For(options.Folder, id, RecordingForm.Wav) is { } wav && File.Exists(wav))
        {
            await FlatWavReader.WriteAsync(wav, FlatWavReader.Describe(wav, id, ended: true), stream, cancel);
            return true;
        }

        if (RecordingPath.For(options.Folder, id, RecordingForm.Sealed) is not { } path || !File.Exists(path))
        {
            return false;
        }

        using var reader = Open(path, out var fault);
        if (reader is null)
        {
            RecordingLog.Unreadable(logger, path, fault ?? "");
            return false;
        }

        var header = new byte[WavFile.HeaderBytes];
        WavFile.WriteHeader(header, channels: 2, (long)reader.Ticks * RecordingTick.WavBytes);
        await stream.WriteAsync(header, cancel);
        await reader.WriteSoundAsync(
            stream, reader.Ticks, number => RecordingLog.ChunkForged(logger, id, number), cancel);
        return true;
    }

    private IEnumerable<string> Files() => RecordingPath.Days(options.Folder)
        .SelectMany(Directory.EnumerateFiles)
        .Where(path => Path.GetExtension(path) is RecordingPath.SealedExtension or RecordingPath.WavExtension);

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private string? FaultOf(string path, out bool ended)
    {
        ended = true;
        if (Path.GetExtension(path) == RecordingPath.WavExtension)
        {
            return null;   // a plain WAV carries nothing to check it by
        }

        using var reader = Open(path, out var fault);
        if (reader is null)
        {
            return File.Exists(path) ? fault : null;   // past its term meanwhile
        }

        ended = reader.Ended;
        if (reader.Forged() is { Count: > 0 } forged)
        {
            return "changed chunks: " + string.Join(
                ", ", forged.Select(number => number.ToString(CultureInfo.InvariantCulture)));
        }

        var behind = LengthOf(path) - reader.SoundLength;
        return behind > 0 && IsOver(Path.GetDirectoryName(path))
            ? string.Create(CultureInfo.InvariantCulture, $"{behind} bytes behind its last whole chunk")
            : null;
    }

    /// <summary>Whether the calls of a day's folder are over, whoever records them.</summary>
    private bool IsOver(string? day) => string.CompareOrdinal(
        day, RecordingPath.Folder(options.Folder, time.GetUtcNow().AddDays(-DaysOfWriter))) <= 0;

    /// <summary>The host may have changed the key since it was read here.</summary>
    private SealedReader? Open(string path, out string? fault)
    {
        var reader = SealedReader.TryOpen(path, _keys, out fault);
        if (reader is not null || !File.Exists(path))
        {
            return reader;
        }

        _keys = KeyRing.Load(options.KeyFile);
        return SealedReader.TryOpen(path, _keys, out fault);
    }
}
