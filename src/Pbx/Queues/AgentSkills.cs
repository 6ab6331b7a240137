using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Queues;

/// <summary>What whoever sits at a phone can do.</summary>
/// <param name="Languages">Empty: every one.</param>
public sealed record AgentSkills(
    string Extension, string Organisation, IReadOnlyList<Skill> Skills, IReadOnlyList<Language> Languages)
{
    internal bool Speaks(Language language) => Languages.Count == 0 || Languages.Contains(language);

    /// <summary>All of them, each well enough.</summary>
    internal bool Has(IReadOnlyList<Skill> least) => least.All(wanted => LevelOf(wanted.Name) >= wanted.Level);

    /// <summary>How good for a queue that takes these: of two who can, the better one is asked first.</summary>
    internal int MasteryOf(IReadOnlyList<Skill> wanted) => wanted.Sum(skill => LevelOf(skill.Name));

    private int LevelOf(string name) => Skills.FirstOrDefault(s => s.Name == name).Level;
}
