namespace Zhkh.Web.Outward;

/// <summary>Fact of schema web: somebody wrote us an SMS.</summary>
/// <param name="Organisation">The one that last wrote to this number, else the one set up for strangers.</param>
/// <param name="From">E.164 when it is a number.</param>
internal sealed record SmsArrived(string Organisation, string From, string To, string Text, DateTimeOffset At);
