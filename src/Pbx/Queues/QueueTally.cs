namespace Zhkh.Pbx.Queues;

/// <summary>
/// What became of the callers of the last hour, by queue. A new start goes on where the last one ended, but for its
/// last seconds. Safe from any thread.
/// </summary>
internal sealed class QueueTally : IDisposable
{
    /// <summary>How much of it a crash may cost.</summary>
    public static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(5);

    /// <summary>Callers of one queue remembered; a busy hour of a town has hundreds.</summary>
    public const int CallersMax = 5_000;

    public static readonly TimeSpan Looked = TimeSpan.FromHours(1);

    /// <summary>The law's five minutes (ПП РФ 416 п. 13).</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time;
    private readonly JsonSnapshot<List<TalliedCaller>>? _file;
    private readonly ITimer? _saving;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Organisation, string Code), Queue<TalliedCaller>> _callers = [];
    private bool _isUnsaved;

    /// <param name="file">Where the hour is kept; null keeps it in memory alone.</param>
    public QueueTally(TimeProvider time, JsonSnapshot<List<TalliedCaller>>? file = null)
    {
        (_time, _file) = (time, file);
        if (file is null)
        {
            return;
        }

        foreach (var caller in (file.Load() ?? []).Where(c => c.At <= time.GetUtcNow()).OrderBy(c => c.At))
        {
            Add(caller);
        }

        _saving = time.CreateTimer(_ => Save(), null, SaveEvery, SaveEvery);
    }

    /// <summary>Somebody has come into the queue: it is watched from now on.</summary>
    public void Know(Queue queue, string organisation)
    {
        lock (_gate)
        {
            CallersOf(organisation, queue.Code);
        }
    }

    /// <param name="waited">From the call's arrival.</param>
    public void Note(Queue queue, string organisation, WaitEnding ending, TimeSpan waited)
    {
        QueueMeters.Count(queue.Code, organisation, ending, waited <= AnswerLimit);
        lock (_gate)
        {
            Add(new TalliedCaller(organisation, queue.Code, _time.GetUtcNow(), ending, waited));
            _isUnsaved = true;
        }
    }

    /// <summary>The last seconds are kept too.</summary>
    public void Dispose()
    {
        _saving?.Dispose();
        Save();
    }

    /// <summary>When callers of the queue reached a person.</summary>
    public IReadOnlyCollection<DateTimeOffset> Answers(Queue queue, string organisation)
    {
        lock (_gate)
        {
            return [.. CallersOf(organisation, queue.Code)
                .Where(c => c.Ending == WaitEnding.Served).Select(c => c.At)];
        }
    }

    /// <summary>Whose callers have been in a queue.</summary>
    public IReadOnlyCollection<string> Organisations
    {
        get
        {
            lock (_gate)
            {
                return [.. _callers.Keys.Select(k => k.Organisation).Distinct(StringComparer.Ordinal)];
            }
        }
    }

    public QueueHour Hour(string organisation, string code)
    {
        lock (_gate)
        {
            var callers = CallersOf(organisation, code);
            var served = callers.Where(c => c.Ending == WaitEnding.Served).ToList();
            return new QueueHour(
                served.Count, served.Count(c => c.Waited <= AnswerLimit),
                callers.Count(c => c.Ending == WaitEnding.CallerLeft),
                callers.Count(c => c.Ending is not (WaitEnding.Served or WaitEnding.CallerLeft)));
        }
    }

    private void Save()
    {
        List<TalliedCaller> all;
        lock (_gate)
        {
            if (_file is null || !_isUnsaved)
            {
                return;
            }

            _isUnsaved = false;
            all = [.. _callers.Keys.ToList().SelectMany(key => CallersOf(key.Organisation, key.Code))];
        }

        _file.Save(all);
    }

    private void Add(TalliedCaller caller)
    {
        var callers = CallersOf(caller.Organisation, caller.Code);
        callers.Enqueue(caller);
        while (callers.Count > CallersMax)
        {
            callers.Dequeue();
        }
    }

    private Queue<TalliedCaller> CallersOf(string organisation, string code)
    {
        if (!_callers.TryGetValue((organisation, code), out var callers))
        {
            _callers[(organisation, code)] = callers = [];
        }

        while (callers.TryPeek(out var oldest) && _time.GetUtcNow() - oldest.At > Looked)
        {
            callers.Dequeue();
        }

        return callers;
    }
}
