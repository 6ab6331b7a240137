using System.Collections.Concurrent;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Tests.Sip;

public sealed class MailboxTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Letters_are_read_one_at_a_time_and_in_order()
    {
        var mailbox = new Mailbox(fault => Assert.Fail(fault.ToString()));
        var read = new List<int>();
        var inside = 0;
        var overlaps = 0;
        var done = new TaskCompletionSource();
        const int Letters = 20_000;
        for (var i = 0; i < Letters; i++)
        {
            var number = i;
            while (!mailbox.Post(() =>
            {
                overlaps += Interlocked.Increment(ref inside) == 1 ? 0 : 1;
                read.Add(number);
                Interlocked.Decrement(ref inside);
                if (number == Letters - 1)
                {
                    done.SetResult();
                }
            }))
            {
                await Task.Yield();
            }
        }

        await done.Task.WaitAsync(Patience);
        Assert.Equal(0, overlaps);
        Assert.Equal(Enumerable.Range(0, Letters), read);
    }

    [Fact]
    public async Task A_full_mailbox_refuses_the_wire_but_has_room_for_timers()
    {
        using var gate = new SemaphoreSlim(0);
        var entered = new TaskCompletionSource();
        var mailbox = new Mailbox(_ => { });
        mailbox.Post(() =>
        {
            entered.SetResult();
            gate.Wait();
        });
        await entered.Task.WaitAsync(Patience);

        for (var i = 0; i < Mailbox.LettersMax; i++)
        {
            Assert.True(mailbox.Post(() => { }));
        }

        Assert.False(mailbox.Post(() => { }));
        for (var i = Mailbox.LettersMax; i < Mailbox.OwnLettersMax; i++)
        {
            Assert.True(mailbox.PostOwn(() => { }));
        }

        Assert.False(mailbox.PostOwn(() => { }));
        gate.Release();
    }

    [Fact]
    public async Task A_letter_that_throws_is_told_and_the_next_one_is_read()
    {
        var faults = new ConcurrentQueue<Exception>();
        var mailbox = new Mailbox(faults.Enqueue);
        var next = new TaskCompletionSource();
        mailbox.Post(() => throw new InvalidOperationException("broken letter"));
        mailbox.Post(next.SetResult);

        await next.Task.WaitAsync(Patience);
        Assert.Equal("broken letter", Assert.Single(faults).Message);
    }
}
