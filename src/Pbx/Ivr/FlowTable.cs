using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// Which conversation a dialled number starts. Flows hold no state of a call; one table serves all calls.
/// </summary>
public sealed class FlowTable
{
    private readonly Dictionary<string, Func<ICall, Task>> _flows;

    /// <summary>Wires the flows to the town's desks and to the lines.</summary>
    public FlowTable(
        ISubscriberDesk subscribers, IMeterDesk meters, IOutageDesk outages, IWaitingLines lines, IvrOptions options,
        TimeProvider time, ILoggerFactory logs)
    {
        var log = logs.CreateLogger("Zhkh.Pbx.Ivr");
        var desks = new TownDesks(subscribers, meters, outages, time, log);
        var transfer = new PersonTransfer(lines, options, time, log);
        var news = new OutageFlow(desks, options, time);
        var resident = new ResidentFlow(
            desks, new AccountQuestion(desks, options), news,
            new MeterReadingFlow(desks, new ReadingEntry(desks, options), options), transfer, options);
        var emergency = new EmergencyFlow(desks, news, transfer, options);
        _flows = new Dictionary<string, Func<ICall, Task>>(StringComparer.Ordinal)
        {
            [options.ResidentNumber] = resident.RunAsync,
            [options.EmergencyNumber] = emergency.RunAsync,
        };
    }

    /// <summary>
    /// Ids of all sentences that flows say in some language; fragments of numbers are in the vocabularies.
    /// </summary>
    public static IEnumerable<string> PromptIds(IvrOptions options) =>
        Sentences.Ids.Concat(RobotSentences.Ids).Concat(options.Organisations.Keys.SelectMany(
            code => new[] { Sentences.OrganisationCalled(code).Id, RobotSentences.Organisation(code).Id }));

    /// <summary>The numbers that can be dialled.</summary>
    public IReadOnlyCollection<string> Numbers => _flows.Keys;

    /// <summary>The conversation of a number, or null when nobody answers it.</summary>
    public Func<ICall, Task>? Find(string dialledNumber) => _flows.GetValueOrDefault(dialledNumber);
}
