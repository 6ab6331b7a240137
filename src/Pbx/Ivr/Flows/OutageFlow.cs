using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// Outages at the caller's house come before everything else (UX §2.3); without one nothing is said. Whoever hears of
/// one may ask to be called when it is over, or say that it is about something else.
/// </summary>
internal sealed class OutageFlow(TownDesks desks, IvrOptions options, TimeProvider time)
{
    /// <summary>More than these are not listened to; the dispatcher has the rest on the screen.</summary>
    public const int SpokenMax = 3;

    /// <summary>What can be said of the account's house; a silent desk is no outage.</summary>
    public async Task<IReadOnlyList<OutageOnPhone>> AskAsync(ICall call, Subscriber account, TimeSpan within) =>
    [
        .. (await desks.OutagesAsync(call, account.AccountNumber, within))
            .Where(outage => Phrase(outage, account.Organisation).Count > 0).Take(SpokenMax),
    ];

    /// <summary>Says them, and what has to be said after them.</summary>
    public IReadOnlyList<Prompt> Words(
        IReadOnlyList<OutageOnPhone> outages, Subscriber account, params IReadOnlyList<Prompt> after) =>
        [.. outages.SelectMany(outage => Phrase(outage, account.Organisation)), .. after];

    /// <summary>Announces and offers the call.</summary>
    public async Task<OutageEnd> RunAsync(
        Conversation talk, Subscriber account, IReadOnlyList<OutageOnPhone> outages,
        params IReadOnlyList<Prompt> after)
    {
        if (outages.Count == 0)
        {
            return OutageEnd.GoesOn;
        }

        var isHeard = await talk.SayAsync(Words(outages, account, after));
        if (isHeard)
        {
            talk.MarkServed(ServedNames.Outage);
        }

        // Nobody can have a stranger's phone called: the number must be one a trunk vouches for.
        if (talk.Call is not { CallerIsAsserted: true, CallerNumber: { } phone })
        {
            return isHeard ? OutageEnd.GoesOn : OutageEnd.KeyPressed;
        }

        var answer = await talk.OfferKeyAsync("12", Sentences.OutageCallMe);
        return answer switch
        {
            { Kind: AnswerKind.Silence } => OutageEnd.GoesOn,
            { Keys: "1" } => await WishAsync(talk, account, outages, phone),
            _ => OutageEnd.Person,
        };
    }

    private async Task<OutageEnd> WishAsync(
        Conversation talk, Subscriber account, IReadOnlyList<OutageOnPhone> outages, string phone)
    {
        var wish = new OutageWish(
            [.. outages.Select(o => o.Id)], phone, account.AccountNumber, talk.Language, talk.Call.Id);
        if (!await desks.WishCallAsync(talk.Call, wish, options.DeskDeadline))
        {
            return OutageEnd.NoData;   // a promise that could not be written down is not made
        }

        talk.MarkServed(ServedNames.Outage);
        await talk.SayAsync(Sentences.OutageWishTaken);
        return OutageEnd.GoesOn;
    }

    private IReadOnlyList<Prompt> Phrase(OutageOnPhone outage, string organisation) => OutagePhrase.Say(
        outage, TimeZoneInfo.FindSystemTimeZoneById(options.VoiceOf(organisation).TimeZone), time.GetUtcNow());
}

/// <summary>How the announcement of outages ended.</summary>
internal enum OutageEnd
{
    /// <summary>Heard, or nothing to hear: the conversation goes on.</summary>
    GoesOn,

    /// <summary>A key stopped it that is for the menu.</summary>
    KeyPressed,

    /// <summary>The caller wants a person.</summary>
    Person,

    /// <summary>The wish could not be kept.</summary>
    NoData,
}
