using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Tests.Queues;

public sealed class WaitEstimateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, "1 2 3", 285, 1)]         // one a minute
    [InlineData(3, "1 2 3", 285, 3)]
    [InlineData(3, "1 2 3", 180, null)]      // three minutes are not told to whom is led on after three
    [InlineData(2, "2 4 6", 285, 4)]
    [InlineData(1, "7 8 9", 285, 3)]         // nobody has been answered for seven minutes: that counts
    [InlineData(1, "1 2", 285, null)]        // too few to know
    [InlineData(1, "40 50 60 1 2", 285, null)]   // another hour's answers do not help
    [InlineData(0, "1 2 3", 285, null)]
    [InlineData(1, "0 0 0", 285, 1)]         // never «no minutes»
    public void Minutes_are_told_when_recent_answers_give_them(
        int position, string minutesAgo, int patienceSeconds, int? expected) =>
        Assert.Equal(expected, WaitEstimate.Minutes(
            position, [.. minutesAgo.Split(' ').Select(m => Now.AddMinutes(-int.Parse(m, null)))], Now,
            TimeSpan.FromSeconds(patienceSeconds)));

    [Fact]
    public void A_longer_line_never_waits_less_and_nothing_beyond_patience_is_told()
    {
        var random = new Random(4);
        for (var round = 0; round < 2_000; round++)
        {
            var answers = Enumerable.Range(0, random.Next(0, 20))
                .Select(_ => Now.AddSeconds(-random.Next(0, 3600))).ToList();
            var patience = TimeSpan.FromSeconds(random.Next(10, 600));
            var told = Enumerable.Range(1, 12).Select(p => WaitEstimate.Minutes(p, answers, Now, patience)).ToList();
            Assert.Equal(told.OfType<int>().Order(), told.OfType<int>());
            Assert.All(told.OfType<int>(), minutes => Assert.InRange(minutes, 1, patience.TotalMinutes + 1));
            Assert.True(told.SkipWhile(t => t is not null).All(t => t is null));
        }
    }
}
