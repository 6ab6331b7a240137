namespace Zhkh.Pbx.Recording;

/// <summary>A recording as it lies on the disk at this moment.</summary>
/// <param name="Id">The call's id.</param>
/// <param name="Duration">Of what can be heard, silent gaps included.</param>
/// <param name="Ended">The call's end was written; false while it runs and after a crash.</param>
/// <param name="PartialReason">Why something is missing: <c>disk full</c>; null when nothing is known to be.</param>
/// <param name="WavBytes">Exact size of the WAV that would be served now.</param>
public sealed record RecordingInfo(
    Guid Id, DateTimeOffset StartedAt, TimeSpan Duration, bool Ended, string? PartialReason, long WavBytes);

/// <summary>State of the disk under the recordings, for health and alarms.</summary>
/// <param name="FreeBytes">As last measured; −1 when it could not be.</param>
/// <param name="Low">Less than <see cref="RecordingOptions.FreeBytesLow"/>.</param>
/// <param name="Fault">Why the last write failed; null when it succeeded.</param>
public sealed record RecordingDisk(long FreeBytes, bool Low, string? Fault);
