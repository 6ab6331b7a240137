using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Queues;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Ivr;

/// <summary>Where a caller ends whom nobody took: never with less than a promise (RELIABILITY O2).</summary>
public sealed class PersonTransferTests
{
    private const string Asserted = "+79370000030";

    // queue=ending or queue:overflow steps | caller | taken messages | what was heard, queues in brackets
    [Theory]
    [InlineData("callback", Asserted, "", "[dispatchers] cb.taken")]
    [InlineData("callback", null, "", "[dispatchers] vm.ask vm.short q.later")]
    [InlineData("callback", null, "+", "[dispatchers] vm.ask vm.taken")]
    [InlineData("voicemail callback", Asserted, "+", "[dispatchers] vm.ask vm.taken")]
    [InlineData("voicemail callback", Asserted, "-+", "[dispatchers] vm.ask vm.short vm.taken")]
    [InlineData("voicemail callback", Asserted, "--", "[dispatchers] vm.ask vm.short cb.taken")]
    [InlineData("queue:second voicemail", Asserted, "", "[dispatchers] [second] cb.taken")]
    [InlineData("queue:dispatchers", Asserted, "", "[dispatchers] cb.taken")]
    [InlineData("", Asserted, "", "[dispatchers] cb.taken")]
    public async Task Nobody_came(string steps, string? phone, string messages, string expected)
    {
        var lines = new ScriptedLines { Steps = { ["dispatchers"] = steps } };
        Assert.Equal(expected, await RunAsync(lines, phone, messages));
    }

    [Theory]
    [InlineData(WaitEnding.Served, Asserted, "", "[dispatchers]")]
    [InlineData(WaitEnding.CallerLeft, Asserted, "", "[dispatchers]")]
    [InlineData(WaitEnding.WantsCallback, Asserted, "", "[dispatchers] cb.taken")]
    [InlineData(WaitEnding.WantsMessage, Asserted, "+", "[dispatchers] vm.ask vm.taken")]
    [InlineData(WaitEnding.WantsMessage, Asserted, "--", "[dispatchers] vm.ask vm.short cb.taken")]
    [InlineData(WaitEnding.WantsEmergency, Asserted, "", "[dispatchers] [emergency]")]
    public async Task The_caller_chose(WaitEnding ending, string? phone, string messages, string expected) =>
        Assert.Equal(expected, await RunAsync(
            new ScriptedLines { Endings = { ["dispatchers"] = ending, ["emergency"] = WaitEnding.Served } }, phone,
            messages));

    [Fact]
    public async Task A_ring_of_queues_ends_with_the_promise()
    {
        var lines = new ScriptedLines
        {
            Steps = { ["dispatchers"] = "queue:second", ["second"] = "queue:dispatchers" },
        };
        Assert.Equal(
            "[dispatchers] [second] [dispatchers] [second] [dispatchers] cb.taken",
            await RunAsync(lines, Asserted, ""));
    }

    private static async Task<string> RunAsync(ScriptedLines lines, string? phone, string messages)
    {
        var time = new ManualTime(new DateTimeOffset(2026, 11, 21, 9, 5, 0, TimeSpan.Zero));
        var caller = new ScriptedCaller { CallerNumber = phone };
        await caller.AnswerAsync();
        var call = new Messenger(caller, messages);
        lines.Heard = caller.Heard;
        await new PersonTransfer(lines, new IvrOptions(), time, NullLogger.Instance).RunAsync(call, "dispatchers");
        return string.Join(' ', caller.Heard.Where(
            h => h[0] == '[' || h.StartsWith("vm.", StringComparison.Ordinal) || h is "cb.taken" or "q.later"));
    }

    private sealed class ScriptedLines : IWaitingLines
    {
        public Dictionary<string, string> Steps { get; } = [];

        public Dictionary<string, WaitEnding> Endings { get; } = [];

        public List<string> Heard { get; set; } = [];

        public Task<WaitEnding> JoinAsync(
            ICall call, string line, IReadOnlyList<Prompt> opening, CancellationToken cancel)
        {
            Heard.Add($"[{line}]");
            return Task.FromResult(Endings.GetValueOrDefault(line, WaitEnding.NobodyThere));
        }

        public IReadOnlyList<OverflowStep> OverflowOf(string organisation, string line) =>
            [.. Steps.GetValueOrDefault(line, "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(OverflowStep.TryParse).OfType<OverflowStep>()];
    }
}
