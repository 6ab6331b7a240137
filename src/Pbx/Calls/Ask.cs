namespace Zhkh.Pbx.Calls;

/// <summary>A question answered by keys: what is said and when the answer counts as complete.</summary>
/// <param name="Prompts">Played first; the first key stops them (barge-in).</param>
/// <param name="MaxDigits">The answer is complete at this many digits.</param>
/// <param name="FirstDigitWithin">Silence this long after the prompts ends the question unanswered.</param>
/// <param name="NextDigitWithin">Silence this long after a digit completes the answer (DOMAIN: 4 s).</param>
public sealed record Ask(
    IReadOnlyList<Prompt> Prompts, int MaxDigits, TimeSpan FirstDigitWithin, TimeSpan NextDigitWithin)
{
    /// <summary>True for a PIN: the keys go to the flow and nowhere else, not even to the journal.</summary>
    public bool IsSecret { get; init; }

    /// <summary>One key of a menu.</summary>
    public static Ask Key(params IReadOnlyList<Prompt> prompts) =>
        new(prompts, 1, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(4));

    /// <summary>A number ended by <c>#</c> or by four seconds of silence.</summary>
    public static Ask Number(int maxDigits, params IReadOnlyList<Prompt> prompts) =>
        new(prompts, maxDigits, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(4));
}
