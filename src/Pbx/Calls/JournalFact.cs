using System.Text.Json.Serialization;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// One thing that became true of a call. Facts are appended to the <see cref="CallJournal"/> in the order they
/// happened; a call's row is nothing but their sum (<see cref="CallRecord.With"/>).
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fact")]
[JsonDerivedType(typeof(Offered), "offered")]
[JsonDerivedType(typeof(Answered), "answered")]
[JsonDerivedType(typeof(ContextKnown), "context")]
[JsonDerivedType(typeof(PromptHeard), "heard")]
[JsonDerivedType(typeof(KeysPressed), "keys")]
[JsonDerivedType(typeof(WantedPerson), "wantedPerson")]
[JsonDerivedType(typeof(LeftLine), "leftLine")]
[JsonDerivedType(typeof(HumanAnswered), "humanAnswered")]
[JsonDerivedType(typeof(PartyJoined), "partyJoined")]
[JsonDerivedType(typeof(PartyLeft), "partyLeft")]
[JsonDerivedType(typeof(HeldChanged), "held")]
[JsonDerivedType(typeof(MuteChanged), "muted")]
[JsonDerivedType(typeof(Moved), "moved")]
[JsonDerivedType(typeof(RecordingOpened), "recordingOpened")]
[JsonDerivedType(typeof(RecordingClosed), "recordingClosed")]
[JsonDerivedType(typeof(RecordingPartial), "recordingPartial")]
[JsonDerivedType(typeof(Served), "served")]
[JsonDerivedType(typeof(MessageKept), "messageKept")]
[JsonDerivedType(typeof(MessageClosed), "messageClosed")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(Drained), "drained")]
[JsonDerivedType(typeof(Pulse), "pulse")]
internal abstract record JournalFact
{
    public required Guid CallId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The INVITE came or went. Everything a callback needs is in here: it may be all that survives.</summary>
    /// <param name="Phone">The resident's number in E.164, or null when withheld or when there is no resident.</param>
    /// <param name="Extension">Our phone that called or is called; null while the robot has the call.</param>
    /// <param name="Node">The host that has the call.</param>
    /// <param name="Class">How long a recording of it is kept.</param>
    internal sealed record Offered(
        string SipCallId, CallDirection Direction, string From, string To, string? Phone, string? Extension,
        string Organisation, string Node, string? Tag, Guid? CampaignId,
        RecordingClass Class = RecordingClass.Ordinary) : JournalFact;

    internal sealed record Answered : JournalFact;

    internal sealed record ContextKnown(string Organisation, string? AccountNumber, Language Language) : JournalFact;

    internal sealed record PromptHeard(string PromptId) : JournalFact;

    internal sealed record KeysPressed(string Keys) : JournalFact;

    internal sealed record WantedPerson(string Line) : JournalFact;

    internal sealed record LeftLine(string Line) : JournalFact;

    internal sealed record HumanAnswered(string Extension) : JournalFact;

    /// <param name="Party">An extension or a number.</param>
    internal sealed record PartyJoined(string Party, PartyRole Role, bool IsOurs) : JournalFact;

    internal sealed record PartyLeft(string Party) : JournalFact;

    /// <param name="Party">Who is held; null when a phone holds everybody else by itself.</param>
    internal sealed record HeldChanged(string By, string? Party, bool IsHeld) : JournalFact;

    internal sealed record MuteChanged(string Party, bool IsMuted) : JournalFact;

    /// <summary>A transfer, a question to a colleague, a ring back: who, to whom, when.</summary>
    internal sealed record Moved(string By, string To, MoveKind Kind) : JournalFact;

    internal sealed record RecordingOpened(Guid RecordingId) : JournalFact;

    internal sealed record RecordingClosed(Guid RecordingId) : JournalFact;

    /// <summary>Some of it is missing, or all.</summary>
    internal sealed record RecordingPartial(Guid RecordingId, string Reason) : JournalFact;

    internal sealed record Served(string Service) : JournalFact;

    /// <summary>The caller has spoken long enough for it to be a message, whatever ends it now.</summary>
    /// <param name="RecordingId">Its own recording, beside the call's.</param>
    /// <param name="Line">The line nobody came to.</param>
    /// <param name="BeganAt">The end of the signal.</param>
    internal sealed record MessageKept(Guid RecordingId, string Line, DateTimeOffset BeganAt) : JournalFact;

    internal sealed record MessageClosed(Guid RecordingId) : JournalFact;

    internal sealed record Ended(CallOutcome Outcome, string Ending, int SipStatus) : JournalFact;

    /// <summary>The call's row and its facts are in the database: nothing of it need be shipped again.</summary>
    internal sealed record Drained : JournalFact;

    /// <summary>
    /// Of no call: the host lived at this time. A crash is taken to have come right after the last one.
    /// </summary>
    internal sealed record Pulse : JournalFact;
}

/// <summary>Compiled serialisation: no reflection on the path of a call.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalFact))]
internal sealed partial class JournalJson : JsonSerializerContext;
