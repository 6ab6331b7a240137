using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Queues;

/// <summary>What whoever sits at a phone can do.</summary>
/// <param name="Languages">Empty: every one.</param>
public sealed record AgentSkills(
    string Extension, string Organisation, IReadOnlyList<string> Skills, IReadOnlyList<Language> Languages)
{
    internal bool Speaks(Language language) => Languages.Count == 0 || Languages.Contains(language);

    internal bool Has(IReadOnlyList<string> skills) => skills.All(s => Skills.Contains(s, StringComparer.Ordinal));
}
