using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Queues;

namespace Zhkh.Web.Api;

/// <summary>A queue as a supervisor wishes it, and as the list shows it.</summary>
/// <param name="Name">Empty: one of the built-in queues, called by its code in the language of whoever reads.</param>
/// <param name="Skills">As <c>лифты</c>, or <c>лифты:3</c>: at least at that level.</param>
/// <param name="Overflow"><c>callback</c>, <c>voicemail</c>, <c>queue:code</c>, in their order.</param>
/// <param name="Language">ru, uk; null = any.</param>
internal sealed record QueueRequest(
    string? Name, QueuePurpose Purpose, RingStrategy Strategy, int RingSeconds, int WrapUpSeconds, bool HoldsWrapUp,
    IReadOnlyList<string>? Skills, string? Language, IReadOnlyList<QueueMember>? Members, int WaitingMax,
    int PatienceSeconds, IReadOnlyList<string>? Overflow, int AnnounceSeconds, bool TellsPosition, bool TellsWait,
    bool OffersKeys, bool HasMusic)
{
    public static QueueRequest Of(Queue queue) => new(
        queue.GivenName(), queue.Purpose, queue.Strategy, (int)queue.RingTime.TotalSeconds,
        (int)queue.WrapUp.TotalSeconds, queue.HoldsWrapUp, [.. queue.Skills.Select(s => s.ToString())],
        queue.Language is { } language ? QueueNames.Of(language) : null,
        queue.Members, queue.WaitingMax, (int)queue.Patience.TotalSeconds,
        [.. queue.Overflow.Select(s => s.ToString())], (int)queue.AnnounceEvery.TotalSeconds, queue.TellsPosition,
        queue.TellsWait, queue.OffersKeys, queue.HasMusic);

    /// <summary>After <see cref="QueueFault"/> has found nothing.</summary>
    public Queue ToQueue(string organisation, string code) => new(code, organisation)
    {
        Name = Name?.Trim() is { Length: > 0 } given ? given : Queue.BuiltInNameOf(code) ?? "",
        Purpose = Purpose,
        Strategy = Strategy,
        RingTime = TimeSpan.FromSeconds(RingSeconds),
        WrapUp = TimeSpan.FromSeconds(WrapUpSeconds),
        HoldsWrapUp = HoldsWrapUp,
        Skills = [.. (Skills ?? []).Select(Skill.TryParse).OfType<Skill>()],
        Language = QueueNames.LanguageOf(Language),
        Members = Members ?? [],
        WaitingMax = WaitingMax,
        Patience = TimeSpan.FromSeconds(PatienceSeconds),
        Overflow = [.. (Overflow ?? []).Select(OverflowStep.TryParse).OfType<OverflowStep>()],
        AnnounceEvery = TimeSpan.FromSeconds(AnnounceSeconds),
        TellsPosition = TellsPosition,
        TellsWait = TellsWait,
        OffersKeys = OffersKeys,
        HasMusic = HasMusic,
    };
}

/// <summary>Languages as the API names them.</summary>
internal static class QueueNames
{
    public static string Of(Language language) => language == Language.Ukrainian ? "uk" : "ru";

    public static Language? LanguageOf(string? name) => name switch
    {
        "uk" => Language.Ukrainian,
        "ru" => Language.Russian,
        _ => null,
    };
}
