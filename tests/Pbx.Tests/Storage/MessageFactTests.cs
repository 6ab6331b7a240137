using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Storage;

namespace Zhkh.Pbx.Tests.Storage;

/// <summary>What leaves the exchange of a call with a message, whatever ended it.</summary>
public sealed class MessageFactTests
{
    private static readonly DateTimeOffset Arrived = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true, false, "LeftMessage", "MessageLeft CallFinished")]
    [InlineData(true, true, "LeftMessage", "MessageLeft CallFinished")]
    // A host that died in the middle of a message: what there is of it is listened to, and they are called back too.
    [InlineData(true, false, "HostStopped", "CallMissed MessageLeft CallFinished")]
    [InlineData(false, false, "LeftTheLine", "CallMissed CallFinished")]
    public void Facts(bool isKept, bool isClosed, string ending, string expected)
    {
        var call = Record(isKept, isClosed);
        CallEnding how = ending == "HostStopped" ? new CallEnding.HostStopped() : CallEnding.OfHangUp(call, true);
        Assert.Equal(ending, how.Name);
        call = call.With(new JournalFact.Ended(how.Outcome, how.Name, how.SipStatus)
        {
            CallId = call.Id, At = Arrived.AddSeconds(90),
        });
        Assert.Equal(expected, string.Join(' ', CallFact.Of(call).Select(f => f.Type)));
        if (isKept)
        {
            var left = CallFact.Of(call).Single(f => f.Type == "MessageLeft").Payload;
            Assert.Contains(isClosed ? "\"seconds\":20" : "\"seconds\":30", left, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Who_is_put_through_after_all_has_left_no_message_to_answer_for()
    {
        var call = Record(isKept: true, isClosed: true)
            .With(new JournalFact.HumanAnswered("201") { CallId = Guid.Empty, At = Arrived.AddSeconds(85) });
        Assert.IsType<CallEnding.Talked>(CallEnding.OfHangUp(call, isByCaller: true));
    }

    private static CallRecord Record(bool isKept, bool isClosed)
    {
        var id = Guid.CreateVersion7();
        var recording = Guid.CreateVersion7();
        var call = new CallRecord(id)
            .With(new JournalFact.Offered(
                "x", CallDirection.Inbound, "+79370000030", "112", "+79370000030", null, "privolsk", "node", null, null)
            {
                CallId = id, At = Arrived,
            })
            .With(new JournalFact.Answered { CallId = id, At = Arrived })
            .With(new JournalFact.WantedPerson("emergency") { CallId = id, At = Arrived });
        if (isKept)
        {
            call = call.With(new JournalFact.MessageKept(recording, "emergency", Arrived.AddSeconds(60))
            {
                CallId = id, At = Arrived.AddSeconds(62),
            });
        }

        return isClosed
            ? call.With(new JournalFact.MessageClosed(recording) { CallId = id, At = Arrived.AddSeconds(80) })
            : call;
    }

}
