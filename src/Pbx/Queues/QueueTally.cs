namespace Zhkh.Pbx.Queues;

/// <summary>What became of the callers of the last hour, by queue. Safe from any thread.</summary>
internal sealed class QueueTally(TimeProvider time)
{
    /// <summary>Callers of one queue remembered; a busy hour of a town has hundreds.</summary>
    public const int CallersMax = 5_000;

    public static readonly TimeSpan Looked = TimeSpan.FromHours(1);

    /// <summary>The law's five minutes (ПП РФ 416 п. 13).</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Organisation, string Code), Queue<Caller>> _callers = [];

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
            var callers = CallersOf(organisation, queue.Code);
            callers.Enqueue(new Caller(time.GetUtcNow(), ending, waited));
            while (callers.Count > CallersMax)
            {
                callers.Dequeue();
            }
        }
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

    private Queue<Caller> CallersOf(string organisation, string code)
    {
        if (!_callers.TryGetValue((organisation, code), out var callers))
        {
            _callers[(organisation, code)] = callers = [];
        }

        while (callers.TryPeek(out var oldest) && time.GetUtcNow() - oldest.At > Looked)
        {
            callers.Dequeue();
        }

        return callers;
    }

    private readonly record struct Caller(DateTimeOffset At, WaitEnding Ending, TimeSpan Waited);
}
