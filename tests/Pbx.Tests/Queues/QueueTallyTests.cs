using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Queues;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Queues;

public sealed class QueueTallyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zhkh-tally-").FullName;
    private readonly ManualTime _time = new();

    [Fact]
    public async Task The_hour_and_the_estimate_outlive_a_restart()
    {
        await using var town = new QueueTown();
        town.Phones.Register("201");
        for (var callers = 0; callers < WaitEstimate.AnswersMin; callers++)
        {
            var waiting = town.JoinAsync(town.Call($"+7937000003{callers}"));
            await town.UntilAsync(() => town.Phones.Ringing.Any());
            town.RingOf("201").Answer().HangUp();
            Assert.Equal(WaitEnding.Served, await waiting);
            town.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var before = Assert.Single(town.Desk.Now(town.Call().Context.Organisation), q => q.Code == "dispatchers");
        Assert.NotNull(before.WaitMinutes);
        town.Restart();
        var after = Assert.Single(town.Desk.Now(town.Call().Context.Organisation), q => q.Code == "dispatchers");
        Assert.Equal((before.Hour, before.WaitMinutes), (after.Hour, after.WaitMinutes));
        Assert.Equal(new QueueHour(3, 3, 0, 0), after.Hour);
    }

    [Fact]
    public void A_crash_costs_the_last_seconds_and_what_is_older_than_an_hour_is_forgotten()
    {
        using var first = Open();
        first.Note(Queue.Dispatchers, "privolsk", WaitEnding.CallerLeft, TimeSpan.FromSeconds(9));
        _time.Advance(QueueTally.SaveEvery);
        first.Note(Queue.Dispatchers, "privolsk", WaitEnding.Served, TimeSpan.FromSeconds(301));
        using (var afterCrash = Open())
        {
            Assert.Equal(new QueueHour(0, 0, 1, 0), afterCrash.Hour("privolsk", "dispatchers"));
        }

        first.Dispose();
        using (var afterStop = Open())
        {
            Assert.Equal(new QueueHour(1, 0, 1, 0), afterStop.Hour("privolsk", "dispatchers"));
            Assert.Equal(new QueueHour(0, 0, 0, 0), afterStop.Hour("khmelnytske", "dispatchers"));
        }

        _time.Advance(QueueTally.Looked);
        using var late = Open();
        Assert.Equal(new QueueHour(1, 0, 0, 0), late.Hour("privolsk", "dispatchers"));
    }

    [Fact]
    public void What_is_kept_is_bounded_and_a_broken_file_begins_anew()
    {
        using (var busy = Open())
        {
            for (var callers = 0; callers < QueueTally.CallersMax + 10; callers++)
            {
                busy.Note(Queue.Dispatchers, "privolsk", WaitEnding.NobodyThere, TimeSpan.Zero);
            }
        }

        using (var again = Open())
        {
            Assert.Equal(QueueTally.CallersMax, again.Hour("privolsk", "dispatchers").LedOn);
        }

        File.WriteAllText(Path.Combine(_folder, "hour.json"), "[{");
        using var anew = Open();
        Assert.Equal(new QueueHour(0, 0, 0, 0), anew.Hour("privolsk", "dispatchers"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private QueueTally Open() => new(_time, new JsonSnapshot<List<TalliedCaller>>(
        Path.Combine(_folder, "hour.json"), NullLogger.Instance));
}
