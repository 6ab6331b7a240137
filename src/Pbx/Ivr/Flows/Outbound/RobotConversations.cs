using System.Text.Json;
using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Ivr;

/// <summary>The conversations of calls the robot makes, by what they are for. They hold no state of a call.</summary>
public sealed class RobotConversations
{
    private readonly DebtFlow _debt;
    private readonly NoticeFlow _notice;
    private readonly PollFlow _poll;
    private readonly CrewFlow _crew;

    public RobotConversations(IWaitingLines lines, IvrOptions options, TimeProvider time, ILoggerFactory logs)
    {
        var transfer = new PersonTransfer(lines, options, time, logs.CreateLogger("Zhkh.Pbx.Ivr"));
        var machine = new MachineMessage(options);
        _debt = new DebtFlow(transfer, machine, options, time);
        _notice = new NoticeFlow(transfer, machine, options);
        _poll = new PollFlow(transfer, machine, options);
        _crew = new CrewFlow(transfer);
    }

    /// <summary>The debt conversation; what came of it is in <paramref name="talk"/> when it returns or throws.</summary>
    public Func<IRobotCall, Task> Debt(string payload, RobotTalk talk) =>
        call => _debt.RunAsync(call, Read(payload, PayloadJson.Default.DebtPayload), talk);

    /// <summary>"Your water is back".</summary>
    public Func<IRobotCall, Task> Notice(string payload, RobotTalk talk) =>
        call => _notice.RunAsync(call, Read(payload, PayloadJson.Default.NoticePayload), talk);

    /// <summary>A mark from 1 to 5.</summary>
    public Func<IRobotCall, Task> Poll(string payload, RobotTalk talk) =>
        call => _poll.RunAsync(call, Read(payload, PayloadJson.Default.TicketPayload), talk);

    /// <summary>A crew takes its order.</summary>
    public Func<IRobotCall, Task> Crew(string payload, RobotTalk talk) =>
        call => _crew.RunAsync(call, Read(payload, PayloadJson.Default.TicketPayload), talk);

    /// <summary>What a debtor would hear, sentence by sentence, greeting first; for the text and the ▶ of a campaign.</summary>
    public IReadOnlyList<IReadOnlyList<Prompt>> DebtScript(
        DebtPayload debt, string organisation, string account, Language language) =>
    [
        _debt.Greeting(organisation, account), _debt.Debt(debt, organisation, language), [RobotSentences.DebtChoose],
    ];

    /// <summary>The language a payload names; Russian when it names none.</summary>
    public static Language LanguageOf(string payload)
    {
        using var json = JsonDocument.Parse(payload);
        return json.RootElement.TryGetProperty("language", out var language) && language.ValueEquals("uk")
            ? Language.Ukrainian : Language.Russian;
    }

    private static T Read<T>(string payload, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(payload, type) ?? throw new JsonException($"An empty {typeof(T).Name}");
}
