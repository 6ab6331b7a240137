using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Tests.Calls;

/// <summary>Makes facts of a call for tests, one second apart.</summary>
internal sealed class Facts(Guid id, DateTimeOffset start)
{
    private int _second;

    public Facts() : this(Guid.CreateVersion7(), new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero))
    {
    }

    public Guid Id { get; } = id;

    public JournalFact Offered(
        CallDirection direction = CallDirection.Inbound, string? phone = "+79370000030", string? tag = null) =>
        Stamp(new JournalFact.Offered(
            $"{Id}@test", direction, phone ?? "anonymous", "100", phone, null, "privolsk", "node-1", tag, null)
        {
            CallId = Id, At = default,
        });

    public JournalFact Answered() => Stamp(new JournalFact.Answered { CallId = Id, At = default });

    public JournalFact Served(string service) =>
        Stamp(new JournalFact.Served(service) { CallId = Id, At = default });

    public JournalFact Heard(string prompt) =>
        Stamp(new JournalFact.PromptHeard(prompt) { CallId = Id, At = default });

    public JournalFact Keys(string keys) => Stamp(new JournalFact.KeysPressed(keys) { CallId = Id, At = default });

    public JournalFact Wanted(string line = "dispatchers") =>
        Stamp(new JournalFact.WantedPerson(line) { CallId = Id, At = default });

    public JournalFact LeftLine(string line = "dispatchers") =>
        Stamp(new JournalFact.LeftLine(line) { CallId = Id, At = default });

    public JournalFact Human(string extension = "201") =>
        Stamp(new JournalFact.HumanAnswered(extension) { CallId = Id, At = default });

    public JournalFact Recording(Guid recording) =>
        Stamp(new JournalFact.RecordingOpened(recording) { CallId = Id, At = default });

    public JournalFact Context(string account) =>
        Stamp(new JournalFact.ContextKnown("privolsk", account, Language.Russian) { CallId = Id, At = default });

    public JournalFact Ended(CallEnding ending) =>
        Stamp(new JournalFact.Ended(ending.Outcome, ending.Name, ending.SipStatus) { CallId = Id, At = default });

    private JournalFact Stamp(JournalFact fact) => fact with { At = start.AddSeconds(_second++) };
}
