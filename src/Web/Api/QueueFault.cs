using System.Text.RegularExpressions;
using Zhkh.Pbx.Queues;

namespace Zhkh.Web.Api;

/// <summary>What is wrong with a queue that was asked for: the field, and what it must be.</summary>
/// <param name="IsLength">The figures <paramref name="Why"/> ends with count characters.</param>
internal sealed partial record QueueFault(string Field, string Why, bool IsLength = false)
{
    public const int SkillsMax = 20;

    private const int SkillLengthMax = 40;
    private const int NameMax = 100;
    private const int MembersMax = 200;

    /// <param name="codes">Queues the organisation has, to which one may be led on.</param>
    public static QueueFault? Of(string code, QueueRequest request, IReadOnlyCollection<string> codes) =>
        !Code().IsMatch(code) ? new("code", "a–z, 0–9, -")
        : !IsName(code, request.Name?.Trim() ?? "") ? new("name", $"1–{NameMax}", IsLength: true)
        : code == Queue.EmergencyCode && request.Purpose != QueuePurpose.Emergency ? new("purpose", "emergency")
        : Range("ringSeconds", request.RingSeconds, 5, 300)
            ?? Range("wrapUpSeconds", request.WrapUpSeconds, 0, 900)
            ?? Range("waitingMax", request.WaitingMax, 1, 500)
            ?? Range("patienceSeconds", request.PatienceSeconds, 10, (int)Queue.LegalPatience.TotalSeconds)
            ?? Range("announceSeconds", request.AnnounceSeconds, 10, 300)
            ?? OfSkills(request.Skills)
            ?? (request.Language is not (null or "ru" or "uk") ? new QueueFault("language", "ru, uk") : null)
            ?? OfMembers(request.Members ?? [])
            ?? OfOverflow(code, request.Overflow ?? [], codes);

    public static QueueFault? OfSkills(IReadOnlyList<string>? skills) =>
        skills is { Count: > SkillsMax } ? new("skills", $"≤ {SkillsMax}")
        : (skills ?? []).Select(s => s ?? "").FirstOrDefault(
            s => Skill.TryParse(s) is not { Name.Length: <= SkillLengthMax }) is { } bad
            ? new("skills", $"{bad}: …:{Skill.LevelMin}–{Skill.LevelMax}, 1–{SkillLengthMax}", IsLength: true)
        : (skills ?? []).GroupBy(s => Skill.TryParse(s)?.Name).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? new("skills", $"{twice.Key} × {twice.Count()}")
        : null;

    public static bool IsExtension(string? text) => text is not null && Extension().IsMatch(text);

    /// <summary>A queue of ours may go without: then it is called as screens call it.</summary>
    private static bool IsName(string code, string name) =>
        name.Length <= NameMax && (name.Length > 0 || Queue.BuiltInNameOf(code) is not null);

    private static QueueFault? OfMembers(IReadOnlyList<QueueMember> members) =>
        members.Count > MembersMax ? new("members", $"≤ {MembersMax}")
        : members.FirstOrDefault(m => !IsExtension(m?.Extension)) is { } bad ? new("members", $"{bad.Extension}: 201")
        : members.Any(m => m is null) ? new("members", "≠ ∅")
        : members.FirstOrDefault(m => m.Penalty is < 0 or > QueueMember.PenaltyMax) is { } far
            ? new("members", $"{far.Extension}: 0–{QueueMember.PenaltyMax}")
        : members.GroupBy(m => m.Extension, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? new("members", $"{twice.Key} × {twice.Count()}")
        : null;

    private static QueueFault? OfOverflow(string code, IReadOnlyList<string> steps, IReadOnlyCollection<string> codes)
    {
        if (steps.Count is < 1 or > OverflowStep.StepsMax)
        {
            return new("overflow", $"1–{OverflowStep.StepsMax}");
        }

        foreach (var text in steps)
        {
            if (text is null || OverflowStep.TryParse(text) is not { } step)
            {
                return new("overflow", "callback, voicemail, queue:…");
            }

            if (step.Kind == OverflowKind.Queue && (step.Code == code || !codes.Contains(step.Code)))
            {
                return new("overflow", text);
            }
        }

        return null;
    }

    private static QueueFault? Range(string field, int value, int from, int to) =>
        value < from || value > to ? new(field, $"{from}–{to}") : null;

    [GeneratedRegex("^[a-z][a-z0-9-]{0,31}$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex("^[0-9]{2,8}$", RegexOptions.CultureInvariant)]
    private static partial Regex Extension();
}
