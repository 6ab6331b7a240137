using System.Collections.Immutable;

namespace Zhkh.Pbx.Calls;

/// <summary>The row a call becomes: the sum of its facts, as far as they have come. Immutable.</summary>
internal sealed record CallRecord(Guid Id)
{
    /// <summary>What a call says and hears is bounded: an hour in a looping menu must not grow without end.</summary>
    public const int HeardMax = 500;

    public const int DigitsMax = 200;

    public string SipCallId { get; init; } = "";

    public string Node { get; init; } = "";

    public CallDirection Direction { get; init; }

    public string From { get; init; } = "";

    public string To { get; init; } = "";

    public string? Phone { get; init; }

    public string? Extension { get; init; }

    public string Organisation { get; init; } = "";

    public string? AccountNumber { get; init; }

    public Language Language { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public DateTimeOffset? HumanAnsweredAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Time of the last fact: where a call that a crash cut off is taken to have ended.</summary>
    public DateTimeOffset LastAt { get; init; }

    public CallOutcome? Outcome { get; init; }

    public string? Ending { get; init; }

    public string? Line { get; init; }

    public bool HasLeftLine { get; init; }

    public string? Tag { get; init; }

    public Guid? CampaignId { get; init; }

    public Guid? RecordingId { get; init; }

    /// <summary>Of its recording: an emergency that turns up in the middle makes it one.</summary>
    public RecordingClass Class { get; init; }

    /// <summary>Why something of the recording is missing.</summary>
    public string? PartialReason { get; init; }

    public ImmutableArray<string> Heard { get; init; } = [];

    public ImmutableArray<string> Served { get; init; } = [];

    public string Digits { get; init; } = "";

    /// <summary>False for a sum that lacks its first fact: the rest was drained and its segment removed.</summary>
    public bool IsOffered => Node.Length > 0;

    public int TalkSeconds =>
        HumanAnsweredAt is { } from && EndedAt is { } to ? Math.Max(0, (int)(to - from).TotalSeconds) : 0;

    /// <summary>Adds one fact.</summary>
    public CallRecord With(JournalFact fact)
    {
        var next = fact.At > LastAt ? this with { LastAt = fact.At } : this;
        return fact switch
        {
            JournalFact.Offered offered when !IsOffered => next.Begun(offered),   // a line may be there twice
            JournalFact.Answered => next with { AnsweredAt = AnsweredAt ?? fact.At },
            JournalFact.ContextKnown known => next with
            {
                Organisation = known.Organisation, AccountNumber = known.AccountNumber, Language = known.Language,
            },
            JournalFact.PromptHeard heard when Heard.Length < HeardMax =>
                next with { Heard = Heard.Add(heard.PromptId) },
            JournalFact.KeysPressed keys when Digits.Length + keys.Keys.Length < DigitsMax =>
                next with { Digits = Digits.Length == 0 ? keys.Keys : $"{Digits},{keys.Keys}" },
            JournalFact.WantedPerson wanted => next with
            {
                Line = wanted.Line, HasLeftLine = false,
                Class = wanted.Line == RecordingClasses.EmergencyLine ? RecordingClass.Emergency : Class,
            },
            JournalFact.LeftLine => next with { HasLeftLine = true },
            JournalFact.HumanAnswered human => next with
            {
                HumanAnsweredAt = HumanAnsweredAt ?? fact.At, Extension = human.Extension,
            },
            JournalFact.RecordingOpened recording => next with { RecordingId = recording.RecordingId },
            JournalFact.RecordingPartial partial => next with { PartialReason = PartialReason ?? partial.Reason },
            JournalFact.Served served => next with { Served = Served.Add(served.Service) },
            JournalFact.Ended ended when EndedAt is null => next with
            {
                EndedAt = fact.At, Outcome = ended.Outcome, Ending = ended.Ending,
            },
            _ => next,
        };
    }

    private CallRecord Begun(JournalFact.Offered offered) => this with
    {
        SipCallId = offered.SipCallId,
        Node = offered.Node,
        Direction = offered.Direction,
        From = offered.From,
        To = offered.To,
        Phone = offered.Phone,
        Extension = offered.Extension,
        Organisation = offered.Organisation,
        StartedAt = offered.At,
        Tag = offered.Tag,
        CampaignId = offered.CampaignId,
        Class = offered.Class,
    };
}
