namespace Zhkh.Pbx.Recording;

/// <summary>A recording being written. Used by the writer's thread; <see cref="Sync"/> by the syncing one.</summary>
internal interface IRecordingFile : IDisposable
{
    /// <summary>Adds neighbouring ticks; those between the last ones and these are missing.</summary>
    /// <exception cref="IOException">They are not in the file; the file is as it was before.</exception>
    void Append(uint firstTick, ReadOnlySpan<byte> ticks);

    /// <summary>Writes down that the call is over.</summary>
    /// <exception cref="IOException">It is not in the file.</exception>
    void End(string? partialReason);

    /// <summary>Waits until everything appended is on the disk.</summary>
    void Sync();
}
