using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// Which conversation a dialled number starts. Flows hold no state of a call; one table serves all calls. A call takes
/// the book of its first moment and keeps it, whatever is published meanwhile.
/// </summary>
public sealed class FlowTable
{
    /// <summary>Numbers a call can go on to; a circle of menus ends at a person.</summary>
    public const int HopsMax = 3;

    private readonly ResidentFlow _resident;
    private readonly EmergencyFlow _emergency;
    private readonly PersonTransfer _transfer;
    private readonly ILogger _log;

    /// <summary>Wires the flows to the town's desks and to the lines.</summary>
    public FlowTable(
        ISubscriberDesk subscribers, IMeterDesk meters, IOutageDesk outages, IWaitingLines lines, IvrOptions options,
        CurrentMenus menus, TimeProvider time, ILoggerFactory logs)
    {
        _log = logs.CreateLogger("Zhkh.Pbx.Ivr");
        (Menus, Trials) = (menus, new TrialNumbers(time));
        var desks = new TownDesks(subscribers, meters, outages, time, _log);
        _transfer = new PersonTransfer(lines, options, time, _log);
        var news = new OutageFlow(desks, options, time);
        var readings = new MeterReadingFlow(desks, new ReadingEntry(desks, options), options);
        _resident = new ResidentFlow(
            desks, new AccountQuestion(desks, options), news, new MenuFlow(readings), _transfer, options);
        _emergency = new EmergencyFlow(desks, news, _transfer, options);
    }

    /// <summary>What data says about numbers, hours and menus.</summary>
    public CurrentMenus Menus { get; }

    /// <summary>Numbers of menus that are being tried.</summary>
    public TrialNumbers Trials { get; }

    /// <summary>
    /// Ids of all sentences that flows say in some language; fragments of numbers are in the vocabularies.
    /// </summary>
    public static IEnumerable<string> PromptIds(IvrOptions options) =>
        Sentences.Ids.Concat(RobotSentences.Ids).Concat(options.Organisations.Keys.SelectMany(
            code => new[] { Sentences.OrganisationCalled(code).Id, RobotSentences.Organisation(code).Id }));

    /// <summary>What a number leads to, or null when nobody answers it.</summary>
    public InboundRoute? RouteOf(string number) => Menus.Book.Find(number) is { } known
        ? new InboundRoute(
            FlowOf(known), known.Organisation, known.Language ?? Language.Russian,
            known.Purpose == NumberPurpose.Emergency)
        : Trials.Find(number);

    /// <summary>Whether a number can be dialled.</summary>
    public bool Knows(string number) => Menus.Book.Find(number) is not null || Trials.Knows(number);

    /// <summary>Whether a number leads straight to the emergency line.</summary>
    public bool IsEmergency(string number) => Menus.Book.Find(number)?.Purpose == NumberPurpose.Emergency;

    /// <summary>The conversation of a number, with the book as it is now.</summary>
    public Func<ICall, Task>? Find(string dialledNumber) =>
        Menus.Book.Find(dialledNumber) is { } number ? FlowOf(number) : null;

    /// <summary>The conversation a caller would have at a moment, with a menu that is not published.</summary>
    public Func<ICall, Task> Trial(PublicNumber number, DateTimeOffset at, Menu? draft)
    {
        var book = Menus.Book;
        return call => RunAsync(call, book, number, at, draft);
    }

    /// <summary>
    /// A number of its own for that conversation, to be called like any other. Who only listened is owed no call back.
    /// </summary>
    /// <param name="at">Null: the moment of each call.</param>
    public (string Number, DateTimeOffset Until) TrialNumber(PublicNumber number, DateTimeOffset? at, Menu? draft)
    {
        var book = Menus.Book;
        return Trials.Add(new InboundRoute(
            call =>
            {
                call.MarkServed("trial");
                return RunAsync(call, book, number, at ?? call.ArrivedAt, draft);
            },
            number.Organisation, number.Language ?? Language.Russian));
    }

    private Func<ICall, Task> FlowOf(PublicNumber number)
    {
        var book = Menus.Book;
        return call => RunAsync(call, book, number, call.ArrivedAt, draft: null);
    }

    private async Task RunAsync(ICall call, MenuBook book, PublicNumber number, DateTimeOffset at, Menu? draft)
    {
        for (var hop = 0; hop <= HopsMax; hop++)
        {
            if (number.Purpose == NumberPurpose.Emergency)
            {
                await _emergency.RunAsync(call, number.Language);
                return;
            }

            var plan = book.PlanOf(number, at, draft);
            _log.BeginsWith(call.Id, plan.MenuVersion, number.Number, plan.Mode);
            if (await _resident.RunAsync(call, plan) is not { } next)
            {
                return;
            }

            draft = null;
            if (book.Find(next) is not { } other)
            {
                break;
            }

            number = other;
        }

        await _transfer.RunAsync(call, LineNames.Dispatchers, Sentences.Transfer);
    }
}
