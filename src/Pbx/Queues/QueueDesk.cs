using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Queues;

/// <summary>The queues as screens and loops see them: settings, who is doing what, who waits.</summary>
public sealed class QueueDesk : IDisposable
{
    private readonly JsonSnapshot<QueueSet> _file;
    private readonly WaitingLines _lines;

    internal QueueDesk(
        string folder, IPhones phones, PhonesInUse inUse, QueueOptions options, TimeProvider time,
        Func<QueueNews, IReadOnlyList<Prompt>> words, Func<string, string> organisationOf, ILogger log)
    {
        _file = new JsonSnapshot<QueueSet>(Path.Combine(folder, "queues.json"), log);
        var agents = new JsonSnapshot<List<AgentMemory>>(Path.Combine(folder, "agents.json"), log);
        var hour = new JsonSnapshot<List<TalliedCaller>>(Path.Combine(folder, "queue-hour.json"), log);
        _lines = new WaitingLines(
            phones, inUse, options, time, new AgentRoster(phones, inUse, options, time, agents), words, organisationOf,
            new QueueTally(time, hour))
        {
            Queues = _file.Load() ?? QueueSet.BuiltIn,
        };
        _lines.OnChanged = () => OnChanged?.Invoke();
    }

    /// <summary>
    /// Somebody waits, rings, talks, comes or goes, or a setting changed; on any thread, must return at once.
    /// </summary>
    public Action? OnChanged { get; set; }

    internal WaitingLines Lines => _lines;

    /// <summary>The settings in force.</summary>
    public QueueSet Settings => _lines.Queues;

    /// <summary>Takes over what the database says, and keeps a copy for a start without a database.</summary>
    public void Replace(QueueSet settings)
    {
        _file.Save(settings);
        _lines.Queues = settings;
    }

    /// <summary>The queues of an organisation as they work: its own, those of all, the built-in ones.</summary>
    public IReadOnlyList<Queue> Of(string organisation) =>
        [.. _lines.Queues.Queues.Where(q => q.Organisation == organisation || q.Organisation.Length == 0)
            .Concat(QueueSet.BuiltIn.Queues).Select(q => q.Code).Distinct(StringComparer.Ordinal)
            .Select(code => _lines.Queues.Find(organisation, code))
            .OrderByDescending(q => q.Purpose).ThenBy(q => q.Code, StringComparer.Ordinal)];

    /// <summary>What is going on in the queues of an organisation.</summary>
    public IReadOnlyList<QueueView> Now(string organisation)
    {
        var callers = _lines.Callers();
        return [.. Of(organisation).Select(queue =>
        {
            var here = callers.Where(c => c.Organisation == organisation && c.Queue.Code == queue.Code)
                .Select(c => c.ArrivedAt).ToList();
            return new QueueView(
                queue.Code, organisation, queue.GivenName(), queue.Purpose, here.Count,
                here.Count == 0 ? null : here.Min(),
                _lines.EstimateMinutes(queue, organisation, here.Count + 1),
                _lines.Ready(organisation, queue.Code), _lines.Tally.Hour(organisation, queue.Code));
        })];
    }

    /// <summary>The same for every organisation that has queues of its own or callers in one.</summary>
    public IReadOnlyList<QueueView> NowOfAll() =>
        [.. _lines.Queues.Queues.Select(q => q.Organisation).Concat(_lines.Tally.Organisations)
            .Where(o => o.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).SelectMany(Now)];

    /// <summary>Every phone that takes calls, and what it is doing.</summary>
    public IReadOnlyList<Agent> Agents() => _lines.Roster.All();

    public Agent Agent(string extension) => _lines.Roster.Find(extension);

    /// <summary>A phone that is ready and wanted by nobody who waits; null when there is none.</summary>
    public string? Idle(string organisation, string code) => _lines.Idle(organisation, code);

    /// <summary>They have had their turn: another one is asked next.</summary>
    public void TookTurn(string extension) => _lines.Roster.TookTurn(extension);

    /// <summary>A call made for a queue: its end is written up like the end of one that came in.</summary>
    public void WritesUp(string extension, Guid callId, string organisation, string code) =>
        _lines.Roster.Took(extension, callId, _lines.Queues.Find(organisation, code));

    /// <summary>
    /// The console of whoever sits at this phone gave a sign of life. One that falls silent takes its phone out of the
    /// queues (UX §4.4 rule 8); an emergency rings it all the same.
    /// </summary>
    public void ConsoleHeard(string extension) => _lines.Roster.ConsoleHeard(extension);

    /// <summary>The console is known to have been silent for too long already.</summary>
    public void ConsoleGone(string extension) => _lines.Roster.ConsoleGone(extension);

    public void Pause(string extension, PauseReason reason, string? text) =>
        _lines.Roster.Pause(extension, reason, text);

    public void Resume(string extension) => _lines.Roster.Resume(extension);

    public void EndWrapUp(string extension) => _lines.Roster.EndWrapUp(extension);

    /// <summary>Keeps the last seconds of the hour's figures.</summary>
    public void Dispose() => _lines.Tally.Dispose();
}
