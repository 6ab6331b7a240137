using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// The only thing a machine is ever told: call us back. No debt, no account, no address — anybody may listen to it.
/// </summary>
internal sealed class MachineMessage(IvrOptions options)
{
    private static readonly TimeSpan GreetingMax = TimeSpan.FromSeconds(20);

    /// <summary>Leaves the message; true when a key says that a person is there after all.</summary>
    public async Task<bool> LeaveAsync(IRobotCall call)
    {
        await call.AwaitSilenceAsync(GreetingMax);
        var digits = await call.ReadDigitsAsync(Ask.Key(Words(call.Context.Organisation)));
        return !digits.IsSilence;
    }

    public IReadOnlyList<Prompt> Words(string organisation) =>
    [
        RobotSentences.MachineCallBack, Sentences.OrganisationCalled(options.Recorded(organisation)),
        RobotSentences.MachineByPhone, .. DigitsPhrase.Say(options.ResidentNumber),
    ];
}
