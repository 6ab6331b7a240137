using Npgsql;
using NpgsqlTypes;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Storage;

/// <summary>The commands that write one call: its row, its recording, its facts. Each may be repeated.</summary>
internal static class CallRows
{
    // A finished row never changes again; a live one only gains (two drains may arrive in either order).
    private const string UpsertCall = """
        insert into pbx.calls (id, sip_call_id, node, direction, from_number, to_number, phone, extension, started_at,
            answered_at, human_answered_at, ended_at, outcome, ending, is_short, organisation, account_number,
            language, line, heard, digits, served, recording_id, tag, campaign_id, transfers)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
            $23, $24, $25, $26)
        on conflict (id) do update set
            extension = coalesce(excluded.extension, calls.extension),
            answered_at = coalesce(excluded.answered_at, calls.answered_at),
            human_answered_at = coalesce(excluded.human_answered_at, calls.human_answered_at),
            ended_at = excluded.ended_at, outcome = excluded.outcome, ending = excluded.ending,
            is_short = excluded.is_short, organisation = excluded.organisation,
            account_number = coalesce(excluded.account_number, calls.account_number),
            language = excluded.language, line = coalesce(excluded.line, calls.line),
            heard = excluded.heard, digits = excluded.digits, served = excluded.served,
            transfers = excluded.transfers,
            recording_id = coalesce(excluded.recording_id, calls.recording_id)
        where calls.ended_at is null
        """;

    private const string UpsertRecording = """
        insert into pbx.recordings (id, call_id, organisation, node, started_at, ended_at, class, partial_reason)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (id) do update set ended_at = coalesce(excluded.ended_at, recordings.ended_at),
            organisation = excluded.organisation, class = excluded.class,
            partial_reason = coalesce(excluded.partial_reason, recordings.partial_reason)
        """;

    private const string TellFact = """
        with told as (
            update pbx.calls set facts_told = facts_told | $2 where id = $1 and facts_told & $2 = 0
            returning organisation)
        insert into pbx.outbox (type, organisation, payload) select $3, organisation, $4 from told
        """;

    public static IEnumerable<NpgsqlBatchCommand> Commands(CallRecord call)
    {
        yield return CallCommand(call);
        if (call.RecordingId is { } recording)
        {
            yield return new NpgsqlBatchCommand(UpsertRecording)
            {
                Parameters =
                {
                    Value(recording), Value(call.Id), Value(call.Organisation), Value(call.Node),
                    Value(call.AnsweredAt ?? call.StartedAt), Time(call.EndedAt),
                    Value(RecordingClasses.NameOf(call.Class)), Text(call.PartialReason),
                },
            };
        }

        if (call.Message is { } message)
        {
            yield return new NpgsqlBatchCommand(UpsertRecording)
            {
                Parameters =
                {
                    Value(message.RecordingId), Value(call.Id), Value(call.Organisation), Value(call.Node),
                    Value(message.BeganAt), Time(message.EndedAt ?? call.EndedAt),
                    Value(RecordingClasses.NameOf(MessageClass(call))), Text(message.PartialReason),
                },
            };
        }

        foreach (var fact in CallFact.Of(call))
        {
            yield return new NpgsqlBatchCommand(TellFact)
            {
                Parameters =
                {
                    Value(call.Id), Value(fact.Bit), Value(fact.Type),
                    new NpgsqlParameter { Value = fact.Payload, NpgsqlDbType = NpgsqlDbType.Jsonb },
                },
            };
        }
    }

    /// <summary>A message of an emergency is evidence of one.</summary>
    private static RecordingClass MessageClass(CallRecord call) =>
        call.Class == RecordingClass.Emergency ? call.Class : RecordingClass.Voicemail;

    private static NpgsqlBatchCommand CallCommand(CallRecord call) => new(UpsertCall)
    {
        Parameters =
        {
            Value(call.Id), Value(call.SipCallId), Value(call.Node), Value(CallNames.Of(call.Direction)),
            Value(call.From), Value(call.To), Text(call.Phone), Text(call.Extension), Value(call.StartedAt),
            Time(call.AnsweredAt), Time(call.HumanAnsweredAt), Time(call.EndedAt),
            Text(call.Outcome is { } outcome ? CallNames.Of(outcome) : null), Text(call.Ending),
            Value(MissedCall.IsShort(call)), Value(call.Organisation), Text(call.AccountNumber),
            Value(CallNames.Of(call.Language)), Text(call.Line), Value(call.Heard.ToArray()), Value(call.Digits),
            Value(call.Served.ToArray()), Guid(call.RecordingId), Text(call.Tag), Guid(call.CampaignId),
            new NpgsqlParameter { Value = MovesJson.Write(call.Moves), NpgsqlDbType = NpgsqlDbType.Jsonb },
        },
    };

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Time(DateTimeOffset? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private static NpgsqlParameter Guid(Guid? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid };
}
