using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// The emergency number: one sentence and the line. No menu, no waiting for a database; who is calling is found if it
/// can be found before the greeting, otherwise the screen does it.
/// </summary>
internal sealed class EmergencyFlow(TownDesks desks, PersonTransfer transfer, IvrOptions options)
{
    public async Task RunAsync(ICall call)
    {
        CallerVoice.Set(call, options);
        var lookup = call is { CallerIsAsserted: true, CallerNumber: { } phone }
            ? desks.ByPhoneAsync(call, phone, options.EmergencyDeskDeadline)
            : Task.FromResult(DeskReply<IReadOnlyList<Subscriber>>.Silent);
        await call.AnswerAsync();
        if ((await lookup).Value is [var first, ..] known)
        {
            call.Context.Organisation = first.Organisation;
            call.Context.Language = first.Language;
            call.Context.AccountNumber = known.Count == 1 ? first.AccountNumber : null;
        }

        await transfer.RunAsync(call, LineNames.Emergency, Sentences.EmergencyGreeting);
    }
}
