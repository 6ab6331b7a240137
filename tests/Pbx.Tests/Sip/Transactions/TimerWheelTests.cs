using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Transactions;

public sealed class TimerWheelTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ManualTime _time = new();
    private readonly Mailbox _mailbox = new(fault => Assert.Fail(fault.ToString()));

    [Theory]
    [InlineData(10)]
    [InlineData(200)]
    [InlineData(500)]
    [InlineData(32_000)]
    [InlineData(60_000)] // longer than one turn of the wheel
    [InlineData(3_600_000)]
    public async Task A_timer_is_never_early_and_at_most_a_slot_late(int milliseconds)
    {
        using var wheel = new TimerWheel(_time);
        _time.Advance(TimeSpan.FromMilliseconds(3));
        var fired = new TaskCompletionSource<DateTimeOffset>();
        var start = _time.GetUtcNow();
        new WheelTimer(wheel, _mailbox, () =>
            fired.TrySetResult(_time.GetUtcNow())).Start(TimeSpan.FromMilliseconds(milliseconds));

        _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        await FenceAsync();
        Assert.False(fired.Task.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(1) + 2 * TimerWheel.Resolution);
        await fired.Task.WaitAsync(Patience);
        Assert.True(_time.GetUtcNow() - start >= TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(0, wheel.Count);
    }

    [Fact]
    public async Task A_stopped_timer_is_not_seen_even_when_it_was_already_due()
    {
        using var wheel = new TimerWheel(_time);
        var seen = false;
        var timer = new WheelTimer(wheel, _mailbox, () => seen = true);
        var hold = new TaskCompletionSource();
        _mailbox.PostOwn(() =>
        {
            timer.Start(TimeSpan.FromMilliseconds(50));
            // It falls due while this letter is still being read.
            _time.Advance(TimeSpan.FromMilliseconds(100));
            timer.Stop();
            hold.SetResult();
        });
        await hold.Task.WaitAsync(Patience);
        await FenceAsync();

        Assert.False(seen);
        Assert.Equal(0, wheel.Count);
    }

    [Fact]
    public async Task Started_again_it_counts_from_then()
    {
        using var wheel = new TimerWheel(_time);
        var count = 0;
        var timer = new WheelTimer(wheel, _mailbox, () => count++);
        timer.Start(TimeSpan.FromMilliseconds(100));
        _time.Advance(TimeSpan.FromMilliseconds(80));
        timer.Start(TimeSpan.FromMilliseconds(100));
        _time.Advance(TimeSpan.FromMilliseconds(80));
        await FenceAsync();
        Assert.Equal(0, count);

        _time.Advance(TimeSpan.FromMilliseconds(40));
        await FenceAsync();
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task Thousands_of_timers_all_fire_in_their_time()
    {
        using var wheel = new TimerWheel(_time);
        var random = new Random(5);
        var fired = 0;
        var wrong = 0;
        var start = _time.GetUtcNow();
        for (var i = 0; i < 5_000; i++)
        {
            var due = start + TimeSpan.FromMilliseconds(random.Next(1, 90_000));
            var box = new Mailbox(_ => { });
            new WheelTimer(wheel, box, () =>
            {
                Interlocked.Increment(ref fired);
                if (_time.GetUtcNow() < due)
                {
                    Interlocked.Increment(ref wrong);
                }
            }).Start(due - start);
        }

        _time.Advance(TimeSpan.FromSeconds(91));
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (Volatile.Read(ref fired) < 5_000 && patience.Elapsed < Patience)
        {
            await FenceAsync();
        }

        Assert.Equal(5_000, fired);
        Assert.Equal(0, wrong);
        Assert.Equal(0, wheel.Count);
    }

    private async Task FenceAsync()
    {
        var fence = new TaskCompletionSource();
        Assert.True(_mailbox.PostOwn(fence.SetResult));
        await fence.Task.WaitAsync(Patience);
    }
}
