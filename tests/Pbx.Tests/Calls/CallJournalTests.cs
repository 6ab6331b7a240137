using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Calls;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Calls;

public sealed class CallJournalTests
{
    private static readonly JournalOptions Quick =
        new() { SyncPause = TimeSpan.Zero, RetryPause = TimeSpan.FromMilliseconds(5) };

    [Fact]
    public async Task What_was_appended_is_read_after_a_restart()
    {
        var disk = new ModelDisk();
        var facts = new Facts();
        var journal = Open(disk, out _);
        await journal.AppendAsync(facts.Offered());
        await journal.AppendAsync(facts.Answered());
        await journal.AppendAsync(facts.Context("4406030"));
        await journal.AppendAsync(facts.Heard("bal.total_debt"));
        await journal.AppendAsync(facts.Served("balance"));
        await journal.AppendAsync(facts.Ended(new CallEnding.ServedByRobot()));
        await journal.DisposeAsync();

        await using var second = Open(disk, out var records);

        var call = Assert.Single(records.TakeStale(10));
        Assert.Equal(facts.Id, call.Id);
        Assert.Equal("4406030", call.AccountNumber);
        Assert.Equal(["bal.total_debt"], call.Heard);
        Assert.Equal(CallOutcome.SelfService, call.Outcome);
        Assert.False(MissedCall.Is(call));
    }

    [Fact]
    public async Task A_call_without_an_end_is_cut_at_its_last_fact_and_owed_a_callback()
    {
        var disk = new ModelDisk();
        var facts = new Facts();
        var journal = Open(disk, out _);
        await journal.AppendAsync(facts.Offered());
        await journal.AppendAsync(facts.Answered());
        var last = facts.Human();
        await journal.AppendAsync(last);

        await using var second = Open(disk.AfterKill(), out var records);

        var call = Assert.Single(records.TakeStale(10));
        Assert.Equal(CallOutcome.Cut, call.Outcome);
        Assert.Equal(last.At, call.EndedAt);
        Assert.True(MissedCall.Is(call));
        await journal.DisposeAsync();
    }

    [Fact]
    public async Task A_call_cut_by_a_crash_lasted_as_long_as_the_host_showed_signs_of_life()
    {
        var disk = new ModelDisk();
        var time = new ManualTime();
        var facts = new Facts(Guid.CreateVersion7(), time.GetUtcNow());
        var journal = CallJournal.Open(disk, new CallRecords(10), Quick, time, NullLogger.Instance);
        await journal.AppendAsync(facts.Offered());
        await journal.AppendAsync(facts.Human());
        time.Advance(TimeSpan.FromMinutes(5));
        journal.Pulse();
        await journal.AppendAsync(new Facts().Offered());

        await using var second = Open(disk.AfterKill(), out var records);
        var call = records.TakeStale(10).Single(r => r.Id == facts.Id);
        Assert.Equal(299, call.TalkSeconds);
    }

    [Fact]
    public void Two_hosts_do_not_share_a_journal()
    {
        var folder = Directory.CreateTempSubdirectory("journal");
        using (new JournalFolder(folder.FullName))
        {
            Assert.Throws<IOException>(() => new JournalFolder(folder.FullName));
        }

        new JournalFolder(folder.FullName).Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_cut_call_is_found_cut_again_after_a_second_crash()
    {
        var disk = new ModelDisk();
        var facts = new Facts();
        await using var journal = Open(disk, out _);
        await journal.AppendAsync(facts.Offered());
        await journal.FlushAsync();

        await using var second = Open(disk.AfterKill(), out _);
        await using var third = Open(disk.AfterKill(), out var records);

        Assert.Equal(CallOutcome.Cut, Assert.Single(records.TakeStale(10)).Outcome);
    }

    [Fact]
    public async Task A_drained_call_is_not_shipped_again()
    {
        var disk = new ModelDisk();
        var facts = new Facts();
        await using var journal = Open(disk, out var records);
        await journal.AppendAsync(facts.Offered());
        await journal.AppendAsync(facts.Ended(new CallEnding.CancelledWhileRinging()));
        await journal.MarkDrainedAsync(records.Shipped(records.TakeStale(10)));
        await journal.FlushAsync();

        await using var second = Open(disk.AfterKill(), out var left);

        Assert.Empty(left.TakeStale(10));
    }

    [Fact]
    public async Task A_segment_is_removed_when_all_its_calls_are_drained_and_not_before()
    {
        var disk = new ModelDisk();
        await using var journal = Open(disk, out var records, new JournalOptions { SegmentBytesMax = 300 });
        var (slow, quick) = (new Facts(), new Facts());
        await journal.AppendAsync(slow.Offered());
        for (var i = 0; i < 5; i++)
        {
            await journal.AppendAsync(quick.Offered());
        }

        await journal.AppendAsync(quick.Ended(new CallEnding.CancelledWhileRinging()));
        var before = disk.List();
        Assert.InRange(before.Count, 3, 10);
        await journal.MarkDrainedAsync(records.Shipped(records.TakeStale(10)));
        await journal.FlushAsync();
        Assert.Contains(before[0], disk.List());

        await journal.AppendAsync(slow.Ended(new CallEnding.CancelledWhileRinging()));
        await journal.MarkDrainedAsync(records.Shipped(records.TakeStale(10)));
        await journal.FlushAsync();
        Assert.Single(disk.List());
    }

    [Fact]
    public async Task A_full_disk_stops_no_call_and_its_facts_are_written_when_there_is_room()
    {
        var disk = new ModelDisk { Room = 700 };
        var facts = Enumerable.Range(0, 10).Select(_ => new Facts()).ToList();
        await using var journal = Open(disk, out var live);
        foreach (var call in facts)
        {
            await journal.AppendAsync(call.Offered());
        }

        Assert.Equal(10, live.Count);
        disk.Room = long.MaxValue;
        await journal.AppendAsync(facts[0].Answered());
        await journal.DisposeAsync();

        await using var second = Open(disk, out var records);
        Assert.Equal(facts.Select(f => f.Id).Order(), records.TakeStale(20).Select(r => r.Id).Order());
    }

    [Fact]
    public async Task A_full_disk_is_tried_again_by_the_clock_alone()
    {
        var disk = new ModelDisk { Room = 10 };
        await using var journal = Open(disk, out _);
        await journal.AppendAsync(new Facts().Offered());
        disk.Room = long.MaxValue;

        while (disk.List().All(name => disk.Read(name).Length == 0))
        {
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Lines_whose_sync_failed_are_written_again_before_anybody_is_told_they_are_safe()
    {
        var disk = new ModelDisk { SyncFails = true };
        await using var journal = Open(disk, out _);
        var facts = new Facts();
        await journal.AppendAsync(facts.Offered());
        var flush = journal.FlushAsync();
        await journal.AppendAsync(facts.Answered());
        Assert.False(flush.IsCompleted);

        disk.SyncFails = false;
        await flush;

        await using var second = Open(disk.AfterPowerCut(new Random(1)), out var records);
        Assert.Equal(facts.Id, Assert.Single(records.TakeStale(10)).Id);
    }

    [Fact]
    public async Task Calls_beyond_the_bound_of_memory_are_read_again_from_their_segments()
    {
        var disk = new ModelDisk();
        var options = new JournalOptions { RecordsMax = 10, SyncPause = TimeSpan.Zero };
        await using var journal = Open(disk, out var records, options);
        var ids = new HashSet<Guid>();
        for (var i = 0; i < 50; i++)
        {
            var facts = new Facts();
            ids.Add(facts.Id);
            await journal.AppendAsync(facts.Offered());
            await journal.AppendAsync(facts.Ended(new CallEnding.LeftTheRobot()));
        }

        Assert.InRange(records.Count, 1, 11);
        for (var round = 0; ids.Count > 0 && round < 50; round++)
        {
            var stale = records.TakeStale(100);
            if (stale.Count == 0)
            {
                journal.ReloadSpilled();
                continue;
            }

            ids.ExceptWith(stale.Where(r => r.EndedAt is not null).Select(r => r.Id));
            await journal.MarkDrainedAsync(records.Shipped(stale));
        }

        Assert.Empty(ids);
    }

    [Fact]
    public async Task The_journal_works_in_a_real_folder()
    {
        var folder = Directory.CreateTempSubdirectory("journal");
        try
        {
            var facts = new Facts();
            await using (var journal = Open(new JournalFolder(folder.FullName), out _))
            {
                await journal.AppendAsync(facts.Offered());
                await journal.FlushAsync();
            }

            await using var second = Open(new JournalFolder(folder.FullName), out var records);
            Assert.Equal(facts.Id, Assert.Single(records.TakeStale(10)).Id);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static CallJournal Open(IJournalDisk disk, out CallRecords records, JournalOptions? options = null)
    {
        options ??= Quick;
        records = new CallRecords(options.RecordsMax);
        return CallJournal.Open(disk, records, options, TimeProvider.System, NullLogger.Instance);
    }
}
