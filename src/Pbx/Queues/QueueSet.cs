namespace Zhkh.Pbx.Queues;

/// <summary>All queues and who can do what at one moment: read from the database, kept as a file.</summary>
public sealed record QueueSet(IReadOnlyList<Queue> Queues, IReadOnlyList<AgentSkills> Agents)
{
    /// <summary>What the exchange works with where nobody has described anything.</summary>
    public static QueueSet BuiltIn { get; } = new([Queue.Dispatchers, Queue.Emergency], []);

    /// <summary>
    /// The organisation's own, else the one of all, else the built-in one. A code nobody knows any more leads to the
    /// dispatchers: a caller is not lost over a name.
    /// </summary>
    public Queue Find(string organisation, string code) =>
        OwnOrShared(organisation, code)
        ?? BuiltIn.Queues.FirstOrDefault(q => q.Code == code)
        ?? OwnOrShared(organisation, Queue.DispatchersCode)
        ?? Queue.Dispatchers;

    /// <summary>What a phone of which nobody said anything can do: every language, no special skill.</summary>
    public AgentSkills SkillsOf(string extension) =>
        Agents.FirstOrDefault(a => a.Extension == extension) ?? new AgentSkills(extension, "", [], []);

    private Queue? OwnOrShared(string organisation, string code) =>
        Queues.FirstOrDefault(q => q.Code == code && q.Organisation == organisation)
        ?? Queues.FirstOrDefault(q => q.Code == code && q.Organisation.Length == 0);
}
