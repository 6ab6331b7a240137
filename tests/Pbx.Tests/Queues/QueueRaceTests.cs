using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Tests.Queues;

/// <summary>
/// Seeded chaos on several threads: callers come and go, phones answer, refuse, register, pause. Whatever happens, each
/// caller's wait ends, each talk has one person and each person one talk.
/// </summary>
public sealed class QueueRaceTests
{
    private const int Phones = 8;
    private const int Callers = 60;

    [Theory]
    [InlineData(1, RingStrategy.RingAll)]
    [InlineData(2, RingStrategy.RingAll)]
    [InlineData(3, RingStrategy.LongestIdle)]
    [InlineData(4, RingStrategy.LongestIdle)]
    [InlineData(5, RingStrategy.RoundRobin)]
    [InlineData(6, RingStrategy.RoundRobin)]
    public async Task No_caller_is_lost_and_nobody_talks_with_two(int seed, RingStrategy strategy)
    {
        await using var town = new QueueTown(Queue.Dispatchers with
        {
            Strategy = strategy, HoldsWrapUp = true, WrapUp = TimeSpan.FromSeconds(2),
            RingTime = TimeSpan.FromSeconds(6),
        });
        town.Phones.Register([.. Enumerable.Range(201, Phones).Select(n => $"{n}")]);
        var calls = new List<FakeCall>();
        var waits = new List<Task<WaitEnding>>();
        var random = new Random(seed);
        using var over = new CancellationTokenSource();
        var people = Enumerable.Range(0, 3).Select(n => Task.Run(() => AnswerAsync(town, seed * 10 + n, over.Token)))
            .ToList();
        for (var n = 0; n < Callers; n++)
        {
            var call = town.Call($"+79370{n:D6}");
            calls.Add(call);
            waits.Add(town.JoinAsync(call, random.Next(6) == 0 ? "emergency" : "dispatchers"));
            town.Time.Advance(TimeSpan.FromSeconds(random.Next(0, 3)));
            if (random.Next(5) == 0)
            {
                calls[random.Next(calls.Count)].HangUpNow();
            }

            if (random.Next(7) == 0)
            {
                town.Desk.Pause("203", PauseReason.Break, null);
                town.Desk.Resume("203");
            }

            await Task.Yield();
        }

        await town.UntilAsync(() => waits.TrueForAll(w => w.IsCompleted), TimeSpan.FromSeconds(0.2));
        await over.CancelAsync();
        await Task.WhenAll(people);
        var endings = await Task.WhenAll(waits);

        Assert.Equal(0, town.Desk.Lines.Waiting);
        Assert.Contains(WaitEnding.Served, endings);
        var talks = calls.Where(c => c.TalkingTo is not null).Select(c => c.TalkingTo).ToList();
        Assert.Equal(talks.Count, talks.Distinct().Count());
        Assert.All(calls.Zip(endings), pair => Assert.True(
            pair.First.TalkingTo is null || pair.Second == WaitEnding.Served, "a talk that was not counted as one"));
        Assert.All(
            Enumerable.Range(201, Phones), n => Assert.Null(town.InUse.CallOf($"{n}")));
    }

    /// <summary>Answers or refuses whatever rings, sometimes two phones of one call at the same moment.</summary>
    private static async Task AnswerAsync(QueueTown town, int seed, CancellationToken over)
    {
        var random = new Random(seed);
        var talks = new List<FakeLeg>();
        while (!over.IsCancellationRequested)
        {
            foreach (var ring in town.Phones.Ringing.ToList())
            {
                switch (random.Next(6))
                {
                    case 0 or 1 when ring.TryAnswer() is { } leg:
                        talks.Add(leg);
                        break;
                    case 2:
                        ring.Refuse(486);
                        break;
                }
            }

            foreach (var leg in talks.Where(_ => random.Next(4) == 0).ToList())
            {
                leg.HangUp();
                talks.Remove(leg);
            }

            await Task.Yield();
        }

        talks.ForEach(leg => leg.HangUp());
    }
}
