using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>"It is back": what a resident asked to be told when an outage ends.</summary>
internal sealed class NoticeFlow(PersonTransfer transfer, MachineMessage machine, IvrOptions options)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(300);

    public async Task RunAsync(IRobotCall call, NoticePayload notice, RobotTalk talk)
    {
        await call.PauseAsync(FirstPause);
        var digits = await call.ReadDigitsAsync(Ask.Key(Words(notice, call.Context.Organisation)));
        if (digits.IsSilence && call.IsMonologue)
        {
            talk.Disposition = Disposition.Machine;
            if (!await machine.LeaveAsync(call))
            {
                return;
            }

            digits = await call.ReadDigitsAsync(Ask.Key(Words(notice, call.Context.Organisation)));
        }

        talk.Disposition = Disposition.Confirmed;
        if (digits.Keys == "0")
        {
            talk.Disposition = Disposition.TransferredToOperator;
            await transfer.RunAsync(call, LineNames.Dispatchers, Sentences.Transfer);
        }
    }

    private IReadOnlyList<Prompt> Words(NoticePayload notice, string organisation) =>
    [
        RobotSentences.NoticeGreeting, RobotSentences.Organisation(options.Recorded(organisation)),
        RobotSentences.NoticeRestored, .. Service(notice.Service), RobotSentences.NoticeElse,
    ];

    /// <summary>A service without a recorded name is left out: «восстановлена услуга» is still true.</summary>
    private static IReadOnlyList<Prompt> Service(string service) =>
        service.Length > 0 && Sentences.Service(char.ToUpperInvariant(service[0]) + service[1..]) is { } word
            ? [word] : [];
}
