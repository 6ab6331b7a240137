using System.Collections.Immutable;

namespace Zhkh.Pbx.Calls;

/// <summary>The row a call becomes: the sum of its facts, as far as they have come. Immutable.</summary>
internal sealed record CallRecord(Guid Id)
{
    /// <summary>What a call says and hears is bounded: an hour in a looping menu must not grow without end.</summary>
    public const int HeardMax = 500;

    public const int DigitsMax = 200;

    public const int MovesMax = 50;

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

    /// <summary>What the caller left after the signal; null when there is none.</summary>
    public MessageOnCall? Message { get; init; }

    /// <summary>Of its recording: an emergency that turns up in the middle makes it one.</summary>
    public RecordingClass Class { get; init; }

    /// <summary>Why something of the recording is missing.</summary>
    public string? PartialReason { get; init; }

    public ImmutableArray<string> Heard { get; init; } = [];

    public ImmutableArray<string> Served { get; init; } = [];

    public string Digits { get; init; } = "";

    /// <summary>Who talks, holds or listens beside the resident, in the order they came.</summary>
    public ImmutableArray<CallParty> Parties { get; init; } = [];

    /// <summary>Transfers and the like, in the order they were begun.</summary>
    public ImmutableArray<CallMove> Moves { get; init; } = [];

    /// <summary>Who holds the conversation; null when nobody does.</summary>
    public string? HeldBy { get; init; }

    /// <summary>The first person of ours who answered; <see cref="Extension"/> is the last.</summary>
    public string? FirstExtension { get; init; }

    /// <summary>True while the resident, who has talked already, has nobody to talk to.</summary>
    public bool IsAlone => HumanAnsweredAt is not null && Parties.All(party => party.Role != PartyRole.Person);

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
                FirstExtension = FirstExtension ?? human.Extension, HeldBy = null,
                Parties = CallParty.Add(Parties, human.Extension, PartyRole.Person, true, fact.At),
            },
            JournalFact.PartyJoined joined => next.With(
                CallParty.Add(Parties, joined.Party, joined.Role, joined.IsOurs, fact.At)),
            JournalFact.PartyLeft left => next.With(Parties.RemoveAll(party => party.Name == left.Party)),
            JournalFact.MuteChanged mute =>
                next with { Parties = CallParty.Mute(Parties, mute.Party, mute.IsMuted) },
            JournalFact.HeldChanged held => next with { HeldBy = held.IsHeld ? held.By : null },
            JournalFact.Moved moved when Moves.Length < MovesMax =>
                next with { Moves = Moves.Add(new CallMove(fact.At, moved.By, moved.To, moved.Kind)) },
            JournalFact.RecordingOpened recording => next with { RecordingId = recording.RecordingId },
            JournalFact.MessageKept kept => next with
            {
                Message = new MessageOnCall(kept.RecordingId, kept.Line, kept.BeganAt, null),
            },
            JournalFact.MessageClosed closed when Message is { } message && message.RecordingId == closed.RecordingId =>
                next with { Message = message with { EndedAt = fact.At } },
            JournalFact.RecordingPartial cut when Message is { } message
                && message.RecordingId == cut.RecordingId =>
                next with { Message = message with { PartialReason = message.PartialReason ?? cut.Reason } },
            JournalFact.RecordingPartial partial => next with { PartialReason = PartialReason ?? partial.Reason },
            JournalFact.Served served => next with { Served = Served.Add(served.Service) },
            JournalFact.Ended ended when EndedAt is null => next with
            {
                EndedAt = fact.At, Outcome = ended.Outcome, Ending = ended.Ending,
            },
            _ => next,
        };
    }

    /// <summary>The call is in the hands of whoever of ours has been talking longest.</summary>
    private CallRecord With(ImmutableArray<CallParty> parties) => this with
    {
        Parties = parties,
        HeldBy = parties.Any(party => party.Name == HeldBy) ? HeldBy : null,
        Extension = parties.Any(party => party is { IsOurs: true, Role: PartyRole.Person } && party.Name == Extension)
            ? Extension
            : parties.FirstOrDefault(party => party is { IsOurs: true, Role: PartyRole.Person })?.Name ?? Extension,
    };

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
