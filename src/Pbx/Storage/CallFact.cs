using System.Text.Json;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Events;

namespace Zhkh.Pbx.Storage;

/// <summary>One line of the outbox, made from a call's record.</summary>
/// <param name="Bit">Its place in <c>pbx.calls.facts_told</c>: set in the same transaction, so it is told once.</param>
internal readonly record struct CallFact(short Bit, string Type, string Payload)
{
    private const short AnsweredBit = 1;
    private const short MissedBit = 2;
    private const short FinishedBit = 4;
    private const short MessageBit = 8;
    private const short PartialBit = 16;

    /// <summary>The facts that are true of the call by now, in the order they became true.</summary>
    public static IEnumerable<CallFact> Of(CallRecord call)
    {
        if (call.Organisation.Length == 0)
        {
            yield break;   // a call of the bench profile: nobody's
        }

        if (call is { HumanAnsweredAt: { } at, Extension: { } extension, Direction: not CallDirection.Internal })
        {
            var answered = new CallAnswered(
                call.Id, call.Organisation, call.Phone, call.AccountNumber, call.FirstExtension ?? extension, at,
                call.Tag);
            yield return new CallFact(
                AnsweredBit, nameof(CallAnswered),
                JsonSerializer.Serialize(answered, FactJson.Default.CallAnswered));
        }

        if (Cut(call) is { } cut)
        {
            yield return cut;
        }

        if (call is not { EndedAt: { } endedAt, Outcome: { } outcome })
        {
            yield break;
        }

        if (MissedCall.Is(call))
        {
            var missed = new CallMissed(
                call.Id, call.Organisation, call.Phone, call.AccountNumber, call.StartedAt, endedAt,
                CallNames.Of(outcome), MissedCall.IsShort(call));
            yield return new CallFact(
                MissedBit, nameof(CallMissed), JsonSerializer.Serialize(missed, FactJson.Default.CallMissed));
        }

        if (call.Message is { } message)
        {
            var leftAt = message.EndedAt is { } closed && closed < endedAt ? closed : endedAt;
            var left = new MessageLeft(
                call.Id, message.RecordingId, call.Organisation, message.Line, call.Phone, call.AccountNumber,
                call.StartedAt, leftAt, (int)Math.Ceiling(Math.Max(0, (leftAt - message.BeganAt).TotalSeconds)));
            yield return new CallFact(
                MessageBit, nameof(MessageLeft), JsonSerializer.Serialize(left, FactJson.Default.MessageLeft));
        }

        var finished = new CallFinished(
            call.Id, call.Organisation, CallNames.Of(call.Direction), call.Phone, call.AccountNumber,
            CallNames.Of(outcome), call.StartedAt, endedAt, call.TalkSeconds, call.RecordingId, call.Tag,
            OwnPhoneSilent: call.Ending == nameof(CallEnding.OwnPhoneSilent));
        yield return new CallFact(
            FinishedBit, nameof(CallFinished), JsonSerializer.Serialize(finished, FactJson.Default.CallFinished));
    }

    /// <summary>Of the call's recording, else of the message that was left in it.</summary>
    private static CallFact? Cut(CallRecord call)
    {
        var (recording, reason) = call.PartialReason is { } own
            ? (call.RecordingId, own)
            : (call.Message?.RecordingId, call.Message?.PartialReason);
        if (recording is not { } id || reason is null)
        {
            return null;
        }

        var cut = new RecordingCutShort(
            call.Id, id, call.Organisation, reason, call.EndedAt ?? call.AnsweredAt ?? call.StartedAt);
        return new CallFact(
            PartialBit, nameof(RecordingCutShort), JsonSerializer.Serialize(cut, FactJson.Default.RecordingCutShort));
    }
}
