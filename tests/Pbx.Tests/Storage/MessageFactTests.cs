using System.Text.Json;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Events;
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

    [Fact]
    public void A_message_that_could_not_be_recorded_whole_says_so_and_leaves_its_calls_own_recording_alone()
    {
        var call = Record(isKept: true, isClosed: false);
        var message = call.Message!.RecordingId;
        call = call.With(new JournalFact.RecordingPartial(message, "disk full") { CallId = call.Id, At = Arrived });
        Assert.Equal(("disk full", null), (call.Message!.PartialReason, call.PartialReason));
        var told = CallFact.Of(call).Single(fact => fact.Type == nameof(RecordingCutShort));
        var cut = JsonSerializer.Deserialize<RecordingCutShort>(told.Payload, JsonSerializerOptions.Web)!;
        Assert.Equal((message, "disk full", call.Id), (cut.RecordingId, cut.Reason, cut.CallId));
        var own = call.With(new JournalFact.RecordingPartial(call.Id, "the disk was too slow")
        {
            CallId = call.Id, At = Arrived,
        });
        Assert.Equal(("disk full", "the disk was too slow"), (own.Message!.PartialReason, own.PartialReason));
        Assert.DoesNotContain(
            CallFact.Of(Record(isKept: true, isClosed: true)), fact => fact.Type == nameof(RecordingCutShort));
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
