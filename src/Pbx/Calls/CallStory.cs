namespace Zhkh.Pbx.Calls;

/// <summary>
/// What happened to one call, told once and in order to everyone concerned: the journal, which remembers it; the
/// record, which sums it up; the feed, which shows it. Safe from any thread.
/// </summary>
internal sealed class CallStory(Guid id, CallJournal journal, CallFeed feed, TimeProvider time)
{
    /// <summary>Texts from the wire are cut to this before they are remembered.</summary>
    public const int TextMax = 128;

    private readonly Lock _gate = new();
    private CallRecord _record = new(id);
    private bool _isRinging;

    public Guid Id { get; } = id;

    /// <summary>The sum of what was told.</summary>
    public CallRecord Record
    {
        get
        {
            lock (_gate)
            {
                return _record;
            }
        }
    }

    /// <summary>The first fact: everything a callback needs, should nothing else follow.</summary>
    public void Offered(JournalFact.Offered offered) => Tell(CallSignalKind.Offered, offered with
    {
        SipCallId = Clip(offered.SipCallId), From = Clip(offered.From), To = Clip(offered.To),
    });

    /// <summary>Completes when the answer is in the journal's file: only then may the 200 leave.</summary>
    public Task AnsweredAsync()
    {
        var fact = new JournalFact.Answered { CallId = Id, At = Now() };
        Sum(CallSignalKind.Answered, fact);
        return journal.AppendAsync(fact);
    }

    public void Context(CallContext context) => Tell(
        CallSignalKind.Changed,
        new JournalFact.ContextKnown(context.Organisation, context.AccountNumber, context.Language)
        {
            CallId = Id, At = Now(),
        });

    public void Heard(string promptId) =>
        Tell(null, new JournalFact.PromptHeard(promptId) { CallId = Id, At = Now() });

    public void Pressed(string keys) => Tell(null, new JournalFact.KeysPressed(keys) { CallId = Id, At = Now() });

    public void WantedPerson(string line) => Tell(
        CallSignalKind.Waiting, new JournalFact.WantedPerson(line) { CallId = Id, At = Now() });

    public void LeftLine(string line) => Tell(
        CallSignalKind.Changed, new JournalFact.LeftLine(line) { CallId = Id, At = Now() });

    public void HumanAnswered(string extension) => Tell(
        CallSignalKind.Talking, new JournalFact.HumanAnswered(extension) { CallId = Id, At = Now() });

    /// <summary>Somebody else came to the conversation.</summary>
    public void Joined(string party, PartyRole role, bool isOurs) => Tell(
        CallSignalKind.Changed, new JournalFact.PartyJoined(party, role, isOurs) { CallId = Id, At = Now() });

    /// <summary>Somebody left it, and it goes on.</summary>
    public void Left(string party) => Tell(
        CallSignalKind.Changed, new JournalFact.PartyLeft(party) { CallId = Id, At = Now() });

    /// <param name="party">Who is held; null when the phone itself holds all others.</param>
    public void Held(string by, string? party, bool isHeld) => Tell(
        CallSignalKind.Changed, new JournalFact.HeldChanged(by, party, isHeld) { CallId = Id, At = Now() });

    public void Muted(string party, bool isMuted) => Tell(
        CallSignalKind.Changed, new JournalFact.MuteChanged(party, isMuted) { CallId = Id, At = Now() });

    /// <summary>People began to change places.</summary>
    public void Moved(string by, string to, MoveKind kind) => Tell(
        CallSignalKind.Changed, new JournalFact.Moved(by, to, kind) { CallId = Id, At = Now() });

    public void RecordingOpened(Guid recordingId) => Tell(
        CallSignalKind.Changed, new JournalFact.RecordingOpened(recordingId) { CallId = Id, At = Now() });

    public void RecordingClosed(Guid recordingId) =>
        Tell(null, new JournalFact.RecordingClosed(recordingId) { CallId = Id, At = Now() });

    public void Served(string service) =>
        Tell(CallSignalKind.Changed, new JournalFact.Served(service) { CallId = Id, At = Now() });

    public void MessageKept(Guid recordingId, string line, DateTimeOffset beganAt) => Tell(
        CallSignalKind.Changed,
        new JournalFact.MessageKept(recordingId, line, beganAt) { CallId = Id, At = Now() });

    public void MessageClosed(Guid recordingId) =>
        Tell(null, new JournalFact.MessageClosed(recordingId) { CallId = Id, At = Now() });

    public void RecordingPartial(Guid recordingId, string reason) =>
        Tell(null, new JournalFact.RecordingPartial(recordingId, reason) { CallId = Id, At = Now() });

    public void Ended(CallEnding ending) => Tell(
        CallSignalKind.Ended,
        new JournalFact.Ended(ending.Outcome, ending.Name, ending.SipStatus) { CallId = Id, At = Now() });

    /// <summary>A signal only: whether phones are ringing for the call just now.</summary>
    public void Ringing(bool isRinging)
    {
        lock (_gate)
        {
            if (_isRinging == isRinging || _record.EndedAt is not null)
            {
                return;
            }

            _isRinging = isRinging;
            feed.Tell(
                isRinging ? CallSignalKind.Ringing : CallSignalKind.Changed, LiveCall.Of(_record, _isRinging));
        }
    }

    /// <summary>Keeps what may be stored: no control characters (PostgreSQL refuses NUL, terminals obey ESC).</summary>
    public static string Clip(string text)
    {
        var cut = text.Length <= TextMax ? text : text[..TextMax];
        return cut.Any(char.IsControl) ? string.Concat(cut.Where(c => !char.IsControl(c))) : cut;
    }

    private DateTimeOffset Now() => time.GetUtcNow();

    private void Tell(CallSignalKind? kind, JournalFact fact)
    {
        Sum(kind, fact);
        if (!journal.Post(fact))
        {
            // The writer is far behind: the fact waits for room instead of being lost, the call does not.
            _ = journal.AppendAsync(fact);
        }
    }

    private void Sum(CallSignalKind? kind, JournalFact fact)
    {
        lock (_gate)
        {
            // What a flow tells while its call ends is remembered, but must not bring the call back to the screens.
            var wasOver = _record.EndedAt is not null;
            _record = _record.With(fact);
            if (kind is { } signal && !wasOver)
            {
                feed.Tell(signal, LiveCall.Of(_record, _isRinging));
            }
        }
    }
}
