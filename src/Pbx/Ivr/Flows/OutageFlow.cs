using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// Outages at the caller's house come before everything else (UX §2.11); without one nothing is said.
/// </summary>
internal sealed class OutageFlow(TownDesks desks, IvrOptions options, TimeProvider time)
{
    /// <summary>More than these are not listened to; the dispatcher has the rest on the screen.</summary>
    public const int SpokenMax = 3;

    /// <summary>True when everything was heard, also when there was nothing to hear.</summary>
    public async Task<bool> RunAsync(Conversation talk, Subscriber account)
    {
        var outages = await desks.OutagesAsync(talk.Call, account.AccountNumber, options.DeskDeadline);
        IReadOnlyList<Prompt> words =
            [.. outages.Take(SpokenMax).SelectMany(outage => Phrase(outage, account.Organisation))];
        return words.Count == 0 || await talk.SayAsync(words);
    }

    private IEnumerable<Prompt> Phrase(OutageOnPhone outage, string organisation)
    {
        if (Sentences.Service(outage.Service) is not { } service)
        {
            return [];
        }

        if (outage.Until is not { } until)
        {
            return [Sentences.OutageAtYours, service, Sentences.OutageUntilUnknown];
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(options.VoiceOf(organisation).TimeZone);
        var local = TimeZoneInfo.ConvertTime(until, zone);
        var day = DateOnly.FromDateTime(local.DateTime);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);
        var hour = DatePhrase.Until(TimeOnly.FromDateTime(local.DateTime));
        return
        [
            Sentences.OutageAtYours, service, Sentences.OutageUntil, .. hour,
            .. day == today ? [] : DatePhrase.DayOfMonth(day),
        ];
    }
}
