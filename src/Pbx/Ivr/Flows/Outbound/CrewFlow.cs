using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>An order read to a crew without a smartphone: 1 takes it, 2 does not, 0 is the dispatcher.</summary>
internal sealed class CrewFlow(PersonTransfer transfer)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(300);

    public async Task RunAsync(IRobotCall call, TicketPayload order, RobotTalk talk)
    {
        await call.PauseAsync(FirstPause);
        var language = order.Language == "uk" ? Language.Ukrainian : Language.Russian;
        var answer = await new Conversation(call).AskKeyAsync("12",
        [
            RobotSentences.CrewGreeting, .. NumberPhrase.Cardinal(order.TicketNumber, Gender.Masculine, language),
            RobotSentences.CrewAsk,
        ]);
        switch (answer)
        {
            case { Kind: AnswerKind.Person }:
                talk.Disposition = Disposition.TransferredToOperator;
                await transfer.RunAsync(call, LineNames.Dispatchers, Sentences.Transfer);
                break;
            case { Keys: "1" }:
                talk.Disposition = Disposition.Accepted;
                await call.PlayAsync(RobotSentences.CrewAccepted);
                break;
            case { Keys: "2" }:
                talk.Disposition = Disposition.Declined;
                await call.PlayAsync(RobotSentences.CrewDeclined);
                break;
            default:
                talk.Disposition = Disposition.Machine;
                break;
        }
    }
}
