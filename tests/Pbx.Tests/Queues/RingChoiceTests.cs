using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Tests.Queues;

public sealed class RingChoiceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    // phone:penalty:idle minutes[:u = speaks another language][:r = rings for somebody further back][:s = silent]
    [Theory]
    [InlineData("201:0:5 202:0:9 203:0:1", "longestIdle", null, "202")]
    [InlineData("201:0:5 202:1:90", "longestIdle", null, "201")]
    [InlineData("201:0:5:u 202:0:1", "longestIdle", null, "202")]
    [InlineData("201:0:5 202:1:1:u", "longestIdle", null, "201")]
    [InlineData("201:0:9:r 202:0:1", "longestIdle", null, "202")]
    [InlineData("201:0:9:r 202:1:1", "longestIdle", null, "201")]
    [InlineData("202:0:5 201:0:5", "longestIdle", null, "201")]
    [InlineData("201:0:5 202:0:9 203:0:1", "roundRobin", null, "201")]
    [InlineData("201:0:5 202:0:9 203:0:1", "roundRobin", "201", "202")]
    [InlineData("201:0:5 202:0:9 203:0:1", "roundRobin", "202", "203")]
    [InlineData("201:0:5 202:0:9 203:0:1", "roundRobin", "203", "201")]
    [InlineData("201:0:5 203:0:1", "roundRobin", "202", "203")]
    [InlineData("201:1:5 202:0:9 203:1:1", "roundRobin", "202", "202")]
    [InlineData("201:0:5:m2 202:0:9 203:0:1:m3", "longestIdle", null, "203")]   // who knows more of it goes first
    [InlineData("201:0:5:m2 202:0:9:m2", "longestIdle", null, "202")]
    [InlineData("201:1:5:m9 202:0:9:m1", "roundRobin", null, "202")]
    [InlineData("201:0:5:m9:u 202:0:9:m1", "roundRobin", null, "202")]
    [InlineData("201:0:9:s 202:1:1:u", "longestIdle", null, "202")]   // who is heard goes before who is not
    [InlineData("201:0:9:s", "roundRobin", null, "201")]
    [InlineData("", "longestIdle", null, null)]
    [InlineData("", "roundRobin", "201", null)]
    public void One_phone_is_chosen(string free, string strategy, string? last, string? expected) =>
        Assert.Equal(
            expected,
            RingChoice.One(Enum.Parse<RingStrategy>(strategy, ignoreCase: true), Parse(free), last)?.Extension);

    [Theory]
    [InlineData("201:0:5 202:0:9", 0, "201 202")]
    [InlineData("201:0:5 202:1:9", 0, "201")]
    [InlineData("202:1:9 203:2:9", 0, "202")]
    [InlineData("201:0:5 202:1:9 203:2:9", 1, "201 202")]   // once it has come to the second row it stays there
    [InlineData("201:0:5:s 202:1:9 203:2:9", 0, "201 202")]   // a silent phone keeps nobody from ringing
    [InlineData("201:0:5:s 202:1:9:s", 0, "201")]
    [InlineData("", 3, "")]
    public void Ring_all_takes_the_first_free_row_and_never_narrows(string free, int reached, string expected) =>
        Assert.Equal(expected, string.Join(' ', RingChoice.All(Parse(free), reached).Select(c => c.Extension)));

    private static List<Candidate> Parse(string free) =>
        [.. free.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split(':')).Select(part =>
            new Candidate(
                part[0], int.Parse(part[1], null), Noon.AddMinutes(-int.Parse(part[2], null)),
                SpeaksLanguage: !part.Contains("u"), RingsForOther: part.Contains("r"),
                Mastery: int.Parse(part.FirstOrDefault(p => p[0] == 'm')?[1..] ?? "0", null),
                IsSilent: part.Contains("s")))];
}
