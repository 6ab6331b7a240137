namespace Zhkh.Pbx.Ivr;

/// <summary>Something everybody of a scope hears after the greeting while it is in force.</summary>
/// <param name="Number">Heard on this number only; null: on all of the organisation.</param>
/// <param name="Houses">Heard by accounts of these houses only; empty: by everybody.</param>
/// <param name="Until">The first moment it is not said any more; null: until somebody withdraws it.</param>
/// <param name="Place">Those with a smaller one are said first.</param>
/// <param name="Text">Id of what is said.</param>
public sealed record Announcement(
    Guid Id, string Organisation, string Name, string? Number, IReadOnlyList<Guid> Houses, DateTimeOffset From,
    DateTimeOffset? Until, int Place, string Text)
{
    /// <summary>Said in one call: more are not listened to.</summary>
    public const int SpokenMax = 5;

    /// <summary>Whether it is said at a moment.</summary>
    public bool IsInForce(DateTimeOffset at) => From <= at && (Until is null || at < Until);
}
