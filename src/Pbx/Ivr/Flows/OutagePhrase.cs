using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>An outage in words (DOMAIN §6.1 <c>out.…</c>). No street and no name: a borrowed phone learns little.</summary>
public static class OutagePhrase
{
    /// <summary>Empty when nothing of it is recorded.</summary>
    /// <param name="zone">Of the house.</param>
    public static IReadOnlyList<Prompt> Say(OutageOnPhone outage, TimeZoneInfo zone, DateTimeOffset now)
    {
        IReadOnlyList<Prompt> services = [.. outage.Services.Select(Sentences.Service).OfType<Prompt>()];
        if (services.Count == 0)
        {
            return [];
        }

        var starts = TimeZoneInfo.ConvertTime(outage.StartsAt, zone).DateTime;
        // A term that has passed is no term: nobody knows when it will be.
        var until = outage.Until is { } at && at > now ? TimeZoneInfo.ConvertTime(at, zone).DateTime : (DateTime?)null;
        if (outage.StartsAt <= now)
        {
            return
            [
                Sentences.OutageAtYours, .. services, .. Reason(outage),
                .. Term(until, TimeZoneInfo.ConvertTime(now, zone).DateTime),
            ];
        }

        return
        [
            Sentences.OutagePlanned, .. services, .. DatePhrase.DayOfMonth(DateOnly.FromDateTime(starts)),
            Sentences.OutagePlannedFrom, .. DatePhrase.Until(TimeOnly.FromDateTime(starts)),
            .. until is { } end
                ? [Sentences.OutagePlannedTo, .. Hour(end, starts)] : (Prompt[])[Sentences.OutageUntilUnknown],
        ];
    }

    /// <summary>Whether the call heard of an outage as far as its term.</summary>
    /// <param name="heard">Prompt ids in the order they began.</param>
    public static bool WasHeard(IEnumerable<string> heard) => heard.Any(id =>
        id == Sentences.OutageUntil.Id || id == Sentences.OutageUntilUnknown.Id || id == Sentences.OutagePlannedTo.Id);

    private static Prompt[] Reason(OutageOnPhone outage) =>
        outage.Cause is { } cause && Sentences.OutageReason(cause) is { } reason ? [reason] : [];

    private static Prompt[] Term(DateTime? until, DateTime now) => until is { } end
        ? [Sentences.OutageUntil, .. Hour(end, now)] : [Sentences.OutageUntilUnknown];

    /// <summary>The day is said when it is another one.</summary>
    private static IEnumerable<Prompt> Hour(DateTime end, DateTime day) =>
    [
        .. DatePhrase.Until(TimeOnly.FromDateTime(end)),
        .. end.Date == day.Date ? [] : DatePhrase.DayOfMonth(DateOnly.FromDateTime(end)),
    ];
}
