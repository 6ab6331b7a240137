using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>A mark for a finished job (UX §2.6): one key, and who is not content says why in their own words.</summary>
internal sealed class PollFlow(PersonTransfer transfer, MachineMessage machine, IvrOptions options)
{
    /// <summary>UX §2.6: from here down a mark is a complaint.</summary>
    public const int LowScoreMax = 2;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan CommentMax = TimeSpan.FromSeconds(30);

    /// <summary>A cough is no comment.</summary>
    private static readonly TimeSpan CommentMin = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(IRobotCall call, TicketPayload ticket, RobotTalk talk)
    {
        await call.PauseAsync(FirstPause);
        var answer = await new Conversation(call).AskKeyAsync("12345", Words(ticket, call.Context.Organisation));
        switch (answer)
        {
            case { Kind: AnswerKind.Person }:
                talk.Disposition = Disposition.TransferredToOperator;
                await transfer.RunAsync(call, LineNames.Dispatchers, Sentences.Transfer);
                break;
            case { Kind: AnswerKind.Silence }:
                talk.Disposition = Disposition.Machine;
                await call.PlayAsync(machine.Words(call.Context.Organisation));
                break;
            default:
                talk.Score = answer.Keys[0] - '0';
                talk.Disposition = Disposition.Rated;
                if (talk.Score <= LowScoreMax)
                {
                    await call.PlayAsync(RobotSentences.PollSayWhy);
                    talk.HasComment = await call.ListenAsync(CommentMax) >= CommentMin;
                }

                await call.PlayAsync(RobotSentences.PollThanks);
                break;
        }
    }

    private IReadOnlyList<Prompt> Words(TicketPayload ticket, string organisation) =>
    [
        RobotSentences.PollGreeting, RobotSentences.Organisation(options.Recorded(organisation)),
        RobotSentences.PollTicket,
        .. NumberPhrase.Cardinal(ticket.TicketNumber, Gender.Masculine, Language(ticket)), RobotSentences.PollRate,
    ];

    private static Language Language(TicketPayload ticket) =>
        ticket.Language == "uk" ? Calls.Language.Ukrainian : Calls.Language.Russian;
}
