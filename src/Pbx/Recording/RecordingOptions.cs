namespace Zhkh.Pbx.Recording;

/// <summary>How recordings lie on the disk.</summary>
public enum RecordingForm
{
    /// <summary>Encrypted chunks (AES-256-GCM), complete up to the last one whatever happens.</summary>
    Sealed,

    /// <summary>Plain WAV, its header patched after every flush. For the bench and for those who must.</summary>
    Wav,
}

/// <summary>Where and how calls are recorded.</summary>
public sealed record RecordingOptions
{
    /// <summary>As the host keeps them below its data folder.</summary>
    public static RecordingOptions In(string dataFolder) => new()
    {
        Folder = Path.Combine(dataFolder, "recordings"),
        KeyFile = Path.Combine(dataFolder, "keys", "recording.key"),
    };

    /// <summary>Root of the folders by date.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// The key that wraps every file's key: 32 bytes, made with mode 0600 at first start. It lies outside the database
    /// and outside <see cref="Folder"/>, and belongs into the backup: without it no recording can be heard.
    /// </summary>
    public required string KeyFile { get; init; }

    public RecordingForm Form { get; init; } = RecordingForm.Sealed;

    /// <summary>
    /// Time between flushes. A little under 200 ms, so that what a crash takes stays below 0.25 s on a busy disk.
    /// </summary>
    public TimeSpan FlushEvery { get; init; } = TimeSpan.FromMilliseconds(160);

    /// <summary>Time between fdatasyncs: what a power cut takes.</summary>
    public TimeSpan SyncEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Below this much free space <see cref="RecordingDisk.Low"/> is raised.</summary>
    public long FreeBytesLow { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>
    /// Below this much nothing new is begun: what is running, the journal and the database need the rest.
    /// </summary>
    public long FreeBytesCritical { get; init; } = 100L * 1024 * 1024;

    /// <summary>Another way to learn the free bytes below a folder; null asks the file system.</summary>
    public Func<string, long>? MeasureFree { get; init; }

    /// <summary>At start, files of so many last days are looked through for torn tails.</summary>
    public int RepairDays { get; init; } = 3;
}
