using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Recording;

/// <summary>A recording as it lies on the disk at this moment.</summary>
/// <param name="Id">The call's id.</param>
/// <param name="Duration">Of what can be heard, silent gaps included.</param>
/// <param name="Ended">The call's end was written; false while it runs and after a crash.</param>
/// <param name="PartialReason">Why something is missing: <c>disk full</c>; null when nothing is known to be.</param>
/// <param name="Class">As known at the beginning.</param>
/// <param name="WavBytes">Exact size of the WAV that would be served now.</param>
public sealed record RecordingInfo(
    Guid Id, DateTimeOffset StartedAt, TimeSpan Duration, bool Ended, string? PartialReason, long WavBytes,
    RecordingClass Class = RecordingClass.Ordinary);

/// <summary>State of the disk under the recordings, for health and alarms.</summary>
/// <param name="FreeBytes">As last measured; −1 when it could not be.</param>
/// <param name="Low">Less than <see cref="RecordingOptions.FreeBytesLow"/>.</param>
/// <param name="Fault">Why the last write failed; null when it succeeded.</param>
/// <param name="Level">Which mark it has come down to.</param>
public sealed record RecordingDisk(
    long FreeBytes, bool Low, string? Fault, DiskLevel Level = DiskLevel.Fine);

/// <summary>A wrapping key, without the key.</summary>
/// <param name="MadeAt">Null for one of an older version.</param>
/// <param name="IsCurrent">New recordings are wrapped with it; the others are being retired.</param>
public sealed record RecordingKeyState(string Id, DateTimeOffset? MadeAt, bool IsCurrent);

/// <summary>A recording's file as it lay on the disk.</summary>
/// <param name="Hash">SHA-256 of the file, lower-case hex.</param>
public sealed record RecordingFingerprint(string Hash, long Bytes);
