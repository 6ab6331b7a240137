using Npgsql;

namespace Zhkh.Web.Storage;

/// <summary>
/// The database did not answer lately; the robot goes straight to its plan B instead of making callers wait.
/// </summary>
internal sealed class CircuitOpenException() : TimeoutException("The database has just failed repeatedly");

/// <summary>
/// Spares callers a second of silence each while the database is down: three failures within two seconds open the
/// circuit, and every five seconds one question is let through to see whether it is back.
/// </summary>
internal sealed class CircuitBreaker(TimeProvider time, ILogger<CircuitBreaker> log)
{
    private const int FailuresToOpen = 3;
    private static readonly TimeSpan FailureWindow = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Queue<long> _failures = new(FailuresToOpen);
    private long? _nextProbe;

    /// <summary>Open: questions are refused at once, except the probe.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _nextProbe is not null;
            }
        }
    }

    /// <exception cref="CircuitOpenException">The circuit is open and it is not yet time for a probe.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> question)
    {
        Enter();
        var asked = time.GetTimestamp();
        try
        {
            var answer = await question();
            Close();
            return answer;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            Fail();
            throw;
        }
        catch (OperationCanceledException) when (time.GetElapsedTime(asked) >= Slow)
        {
            // Given up by the flow's deadline; a caller who hung up at once says nothing about the database.
            Fail();
            throw;
        }
    }

    private void Enter()
    {
        lock (_gate)
        {
            if (_nextProbe is not { } probe)
            {
                return;
            }

            var now = time.GetTimestamp();
            if (now < probe)
            {
                throw new CircuitOpenException();
            }

            _nextProbe = now + Ticks(ProbeEvery);   // this one is the probe, the others wait for its verdict
        }
    }

    private void Close()
    {
        lock (_gate)
        {
            _failures.Clear();
            if (_nextProbe is null)
            {
                return;
            }

            _nextProbe = null;
        }

        StorageLog.CircuitClosed(log);
    }

    private void Fail()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _failures.Enqueue(now);
            while (_failures.Count > FailuresToOpen || now - _failures.Peek() > Ticks(FailureWindow))
            {
                _failures.Dequeue();
            }

            if (_nextProbe is not null || _failures.Count < FailuresToOpen)
            {
                return;
            }

            _nextProbe = now + Ticks(ProbeEvery);
        }

        StorageLog.CircuitOpened(log, ProbeEvery, FailuresToOpen);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
