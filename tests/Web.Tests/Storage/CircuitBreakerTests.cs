using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Testing;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Tests.Storage;

public sealed class CircuitBreakerTests
{
    private readonly ManualTime _time = new();
    private readonly CircuitBreaker _breaker;
    private int _asked;

    public CircuitBreakerTests() => _breaker = new CircuitBreaker(_time, NullLogger<CircuitBreaker>.Instance);

    [Fact]
    public async Task Three_failures_within_two_seconds_open_it_and_then_nobody_waits()
    {
        await FailAsync(3);
        Assert.True(_breaker.IsOpen);
        await Assert.ThrowsAsync<CircuitOpenException>(Ask);
        Assert.Equal(3, _asked);
    }

    [Fact]
    public async Task Three_failures_far_apart_do_not_open_it()
    {
        for (var i = 0; i < 6; i++)
        {
            await FailAsync(1);
            _time.Advance(TimeSpan.FromSeconds(1.5));
        }

        Assert.False(_breaker.IsOpen);
    }

    [Fact]
    public async Task A_success_between_failures_starts_the_count_anew()
    {
        await FailAsync(2);
        await Ask();
        await FailAsync(2);
        Assert.False(_breaker.IsOpen);
    }

    [Fact]
    public async Task After_five_seconds_one_question_goes_through_and_its_answer_closes_it()
    {
        await FailAsync(3);
        _time.Advance(TimeSpan.FromSeconds(4.9));
        await Assert.ThrowsAsync<CircuitOpenException>(Ask);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(42, await Ask());
        Assert.False(_breaker.IsOpen);
    }

    [Fact]
    public async Task While_the_probe_is_under_way_the_others_are_refused_and_its_failure_waits_five_more_seconds()
    {
        await FailAsync(3);
        _time.Advance(TimeSpan.FromSeconds(5));
        var slow = new TaskCompletionSource<int>();
        var probe = _breaker.RunAsync(() => slow.Task);
        await Assert.ThrowsAsync<CircuitOpenException>(Ask);
        slow.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => probe);
        await Assert.ThrowsAsync<CircuitOpenException>(Ask);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(42, await Ask());
    }

    [Fact]
    public async Task A_mistake_of_the_question_is_not_the_databases()
    {
        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<KeyNotFoundException>(
                () => _breaker.RunAsync<int>(() => throw new KeyNotFoundException()));
        }

        Assert.False(_breaker.IsOpen);
    }

    [Fact]
    public async Task A_deadline_that_ran_out_counts_and_a_caller_who_hung_up_does_not()
    {
        await CancelAsync(after: TimeSpan.FromMilliseconds(100), times: 5);
        Assert.False(_breaker.IsOpen);
        await CancelAsync(after: TimeSpan.FromMilliseconds(900), times: 3);
        Assert.True(_breaker.IsOpen);
    }

    private async Task CancelAsync(TimeSpan after, int times)
    {
        var questions = Enumerable.Range(0, times).Select(_ => new TaskCompletionSource<int>()).ToList();
        var asked = questions.Select(q => _breaker.RunAsync(() => q.Task)).ToList();
        _time.Advance(after);
        questions.ForEach(q => q.SetCanceled());
        foreach (var answer in asked)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        }
    }

    private Task<int> Ask() => _breaker.RunAsync(() =>
    {
        _asked++;
        return Task.FromResult(42);
    });

    private async Task FailAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => _breaker.RunAsync<int>(() =>
            {
                _asked++;
                throw new TimeoutException();
            }));
        }
    }
}
