using Zhkh.Testing;
using Zhkh.Web.Live;

namespace Zhkh.Web.Tests.Live;

public sealed class LiveStreamTests
{
    private static readonly string[] Both = ["a", "b"];
    private readonly LiveStream _stream = new(new ManualTime());

    [Fact]
    public void Numbers_are_gapless_within_each_organisation()
    {
        for (var i = 0; i < 10; i++)
        {
            _stream.Publish(i % 3 == 0 ? "a" : "b", "changed", i);
        }

        var sent = new List<LiveEvent>();
        while (_stream.Unsent.TryRead(out var next))
        {
            sent.Add(next);
        }

        Assert.Equal([1, 2, 3, 4], sent.Where(e => e.Organisation == "a").Select(e => e.Seq));
        Assert.Equal([1, 2, 3, 4, 5, 6], sent.Where(e => e.Organisation == "b").Select(e => e.Seq));
    }

    [Fact]
    public void Parallel_publishers_leave_no_gap_and_no_double_and_keep_the_order()
    {
        Parallel.For(0, 1_000, i => _stream.Publish("a", "changed", i));
        var seen = 0L;
        while (_stream.Unsent.TryRead(out var next))
        {
            Assert.Equal(++seen, next.Seq);
        }

        Assert.Equal(1_000, seen);
    }

    [Fact]
    public void Resume_gives_exactly_what_was_missed()
    {
        Publish("a", 5);
        Publish("b", 3);
        var answer = Resume(new() { ["a"] = 3, ["b"] = 3 });
        Assert.False(answer.SnapshotRequired);
        Assert.Equal([("a", 4L), ("a", 5L)], answer.Events!.Select(e => (e.Organisation, e.Seq)));
    }

    [Theory]
    [InlineData(2_000, false)]
    [InlineData(2_001, true)]
    public void More_than_the_buffer_takes_a_snapshot(int missed, bool snapshot)
    {
        Publish("a", 10 + missed);
        var answer = Resume(new() { ["a"] = 10, ["b"] = 0 });
        Assert.Equal(snapshot, answer.SnapshotRequired);
        Assert.Equal(snapshot ? null : missed, answer.Events?.Count);
    }

    [Fact]
    public void Another_epoch_a_missing_organisation_and_a_number_from_the_future_take_a_snapshot()
    {
        Publish("a", 2);
        var known = new Dictionary<string, long> { ["a"] = 1, ["b"] = 0 };
        Assert.True(_stream.Resume(Both, known, "before-the-restart").SnapshotRequired);
        Assert.True(Resume(new() { ["a"] = 1 }).SnapshotRequired);
        var future = Resume(new() { ["a"] = 3, ["b"] = 0 });
        Assert.True(future.SnapshotRequired);
        Assert.Equal(_stream.Epoch, future.Epoch);
        Assert.Equal(2, future.Seqs!["a"]);
    }

    [Fact]
    public void Somebody_elses_organisation_is_neither_sent_nor_counted()
    {
        Publish("secret", 4);
        var answer = _stream.Resume(["a"], new Dictionary<string, long> { ["a"] = 0, ["secret"] = 0 }, _stream.Epoch);
        Assert.Empty(answer.Events!);
        Assert.Null(answer.Seqs);
    }

    private ResumeAnswer Resume(Dictionary<string, long> seen) => _stream.Resume(Both, seen, _stream.Epoch);

    private void Publish(string organisation, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _stream.Publish(organisation, "changed", i);
        }
    }
}
