using Zhkh.Dispatch;

namespace Zhkh.Web.Live;

/// <summary>An outage on a caller's card.</summary>
/// <param name="Resource">The first of the services that are off.</param>
/// <param name="Text">What the robot says of it, in the organisation's language.</param>
/// <param name="Until">Planned restoration; null = being clarified.</param>
/// <param name="Heard">Calls that heard of it.</param>
internal sealed record OutageNotice(
    Guid Id, int Number, string Organisation, Utility Resource, IReadOnlyList<Utility> Services, OutageKind Kind,
    OutageCause Cause, string Text, DateTimeOffset StartsAt, DateTimeOffset? Until, int Heard);
