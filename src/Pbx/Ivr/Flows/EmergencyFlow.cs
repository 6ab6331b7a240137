using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// The emergency number: one sentence and the line. No menu, no waiting for a database; who is calling is found if it
/// can be found before the greeting, otherwise the screen does it. A house that is known to be without something hears
/// that first; any key, and silence too, leads to a person (UX §2.3).
/// </summary>
internal sealed class EmergencyFlow(
    TownDesks desks, OutageFlow outages, PersonTransfer transfer, IvrOptions options)
{
    public async Task RunAsync(ICall call, Language? ofNumber)
    {
        CallerVoice.Set(call, options, ofNumber);
        var lookup = call is { CallerIsAsserted: true, CallerNumber: { } phone }
            ? desks.ByPhoneAsync(call, phone, options.EmergencyDeskDeadline)
            : Task.FromResult(DeskReply<IReadOnlyList<Subscriber>>.Silent);
        await call.AnswerAsync();
        if ((await lookup).Value is [var first, ..] known)
        {
            call.Context.Organisation = first.Organisation;
            call.Context.Language = first.Language;
            call.Context.AccountNumber = known.Count == 1 ? first.AccountNumber : null;
            if (known.Count == 1
                && await outages.AskAsync(call, first, options.EmergencyDeskDeadline) is { Count: > 0 } off)
            {
                await AnnounceAsync(call, first, off);
                return;
            }
        }

        await transfer.RunAsync(call, LineNames.Emergency, Sentences.EmergencyGreeting);
    }

    private async Task AnnounceAsync(ICall call, Subscriber account, IReadOnlyList<OutageOnPhone> off)
    {
        var talk = new Conversation(call);
        if (await talk.SayAsync([Sentences.EmergencyGreeting, .. outages.Words(off, account)]))
        {
            talk.MarkServed(ServedNames.Outage);   // whoever hangs up now has heard what they called for
        }

        await talk.OfferKeyAsync("1", Sentences.OutageEmergency);
        await transfer.RunAsync(call, LineNames.Emergency);
    }
}
