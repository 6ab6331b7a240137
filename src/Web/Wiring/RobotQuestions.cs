using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>
/// A question the robot asks while somebody listens: own pool, one second, and none while the database is down.
/// </summary>
internal sealed class RobotQuestions(SystemWork work, CircuitBreaker breaker)
{
    public Task<T> AskAsync<T>(Func<IServiceProvider, Task<T>> question, CancellationToken cancel) =>
        breaker.RunAsync(() => work.RunAsync(DatabasePool.Calls, question, cancel));
}
