using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Queues;

/// <summary>
/// Which phones ring for whom: callers in their order, each gets phones that serve their queue, by its strategy, from
/// those that are left. A call of a higher place takes ringing phones over. Not safe by itself:
/// <see cref="WaitingLines"/> holds the lock.
/// </summary>
/// <param name="organisationOf">Whose phone it is; empty serves all.</param>
internal sealed class RingOrder(
    IPhones phones, AgentRoster roster, Func<QueueSet> queues, Func<string, string> organisationOf)
{
    private readonly List<Waiter> _waiters = [];
    private readonly Dictionary<(string Organisation, string Code), string> _lastRung = [];

    public int Count => _waiters.Count;

    public IReadOnlyList<Waiter> Waiters => _waiters;

    /// <summary>1 for the next to be served of all who wait for the same people; 0 when not in line.</summary>
    public int PositionOf(Waiter waiter)
    {
        var at = _waiters.IndexOf(waiter);
        return at < 0 ? 0 : 1 + _waiters.Take(at).Count(w => Competes(w, waiter));
    }

    public int WaitingIn(Queue queue) => _waiters.Count(w => SameQueue(w.Queue, queue));

    public void Add(Waiter waiter)
    {
        var at = _waiters.FindIndex(w => ComesBefore(waiter, w));
        _waiters.Insert(at < 0 ? _waiters.Count : at, waiter);
    }

    /// <summary>Takes the call out and stops its phones.</summary>
    public void Remove(Waiter waiter, bool isAnswered)
    {
        _waiters.Remove(waiter);
        foreach (var ring in waiter.Rings.Values)
        {
            ring.Cancel(isAnswered);
        }

        waiter.Rings.Clear();
        waiter.Call.Story.Ringing(false);
    }

    /// <summary>Rings whoever should ring now; returns what was begun, for the caller to watch.</summary>
    public IReadOnlyList<(Waiter Waiter, string Extension, IRing Ring)> Ring()
    {
        var wanted = Plan();
        foreach (var waiter in _waiters)
        {
            foreach (var (extension, ring) in waiter.Rings.Where(r => !wanted[waiter].Contains(r.Key)).ToList())
            {
                waiter.Rings.Remove(extension);
                ring.Cancel(isAnsweredElsewhere: false);
            }
        }

        var begun = new List<(Waiter, string, IRing)>();
        foreach (var waiter in _waiters)
        {
            foreach (var extension in wanted[waiter].Where(e => !waiter.Rings.ContainsKey(e)))
            {
                var ring = phones.Ring(new RingRequest(extension, waiter.Call.CallerNumber, null, waiter.Call.Id));
                waiter.Rings.Add(extension, ring);
                _lastRung[(waiter.Queue.Organisation, waiter.Queue.Code)] = extension;
                begun.Add((waiter, extension, ring));
            }

            waiter.Call.Story.Ringing(waiter.Rings.Count > 0);
        }

        return begun;
    }

    /// <summary>Whether somebody waits whom this phone could take.</summary>
    public bool IsWantedBySomebody(string extension) =>
        _waiters.Any(w => PenaltyFor(extension, w.Queue, w.Organisation) is not null);

    /// <summary>The place of a phone in a queue, or null when it does not serve it.</summary>
    public int? PenaltyFor(string extension, Queue queue, string organisation)
    {
        if (organisationOf(extension) is { Length: > 0 } own && own != organisation)
        {
            return null;
        }

        var skills = queues().SkillsOf(extension);
        if (!skills.Has(queue.Skills) || (queue.Language is { } language && !skills.Speaks(language)))
        {
            return null;
        }

        return queue.Members.Count == 0
            ? 0
            : queue.Members.FirstOrDefault(m => m.Extension == extension)?.Penalty;
    }

    private Dictionary<Waiter, IReadOnlyCollection<string>> Plan()
    {
        var ordinary = roster.Free(forEmergency: false).ToDictionary(a => a.Extension, a => a.IdleSince);
        var urgent = _waiters is [{ Queue.Purpose: QueuePurpose.Emergency }, ..]
            ? roster.Free(forEmergency: true).ToDictionary(a => a.Extension, a => a.IdleSince)
            : ordinary;
        var ringsFor = _waiters.SelectMany(w => w.Rings.Keys.Select(e => (Extension: e, Waiter: w)))
            .ToLookup(r => r.Extension, r => r.Waiter);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var plan = new Dictionary<Waiter, IReadOnlyCollection<string>>();
        foreach (var waiter in _waiters)
        {
            var pool = waiter.Queue.Purpose == QueuePurpose.Emergency ? urgent : ordinary;
            var chosen = taken.Count >= pool.Count ? [] : Choose(waiter, pool, ringsFor, taken);
            taken.UnionWith(chosen);
            plan.Add(waiter, chosen);
        }

        return plan;
    }

    private IReadOnlyCollection<string> Choose(
        Waiter waiter, Dictionary<string, DateTimeOffset> pool, ILookup<string, Waiter> ringsFor,
        HashSet<string> taken)
    {
        var candidates = new List<Candidate>();
        foreach (var (extension, idleSince) in pool)
        {
            if (!taken.Contains(extension)
                && PenaltyFor(extension, waiter.Queue, waiter.Organisation) is { } penalty)
            {
                var skills = queues().SkillsOf(extension);
                candidates.Add(new Candidate(
                    extension, penalty, idleSince, skills.Speaks(waiter.Call.Context.Language),
                    ringsFor[extension].Any(w => w != waiter), skills.MasteryOf(waiter.Queue.Skills),
                    phones.SilentSince(extension) is not null));
            }
        }

        if (waiter.Queue.Strategy == RingStrategy.RingAll)
        {
            var all = RingChoice.All(candidates, waiter.Reached);
            waiter.Reached = Math.Max(waiter.Reached, all.Count == 0 ? 0 : all.Max(c => c.Penalty));
            return [.. all.Select(c => c.Extension)];
        }

        var kept = candidates.Where(c => waiter.Rings.ContainsKey(c.Extension)).Select(c => c.Extension).ToList();
        if (kept.Count > 0)
        {
            return kept;
        }

        var last = _lastRung.GetValueOrDefault((waiter.Queue.Organisation, waiter.Queue.Code));
        return RingChoice.One(waiter.Queue.Strategy, candidates, last) is { } one ? [one.Extension] : [];
    }

    /// <summary>Callers of one organisation stand in one line, whatever their queues: they share its people.</summary>
    private static bool Competes(Waiter a, Waiter b) =>
        a.Organisation == b.Organisation || SameQueue(a.Queue, b.Queue);

    private static bool SameQueue(Queue a, Queue b) => a.Code == b.Code && a.Organisation == b.Organisation;

    private static bool ComesBefore(Waiter a, Waiter b) => a.Priority != b.Priority
        ? a.Priority > b.Priority
        : a.Call.ArrivedAt < b.Call.ArrivedAt;
}
