using System.Collections.Frozen;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// What one language says for each fragment the grammar can ask for. The grammar yields fragment ids only; words are
/// looked up here, so what is written and what is spoken cannot diverge.
/// </summary>
public sealed class Vocabulary
{
    private readonly FrozenDictionary<string, string> _texts;
    private readonly FrozenDictionary<Unit, CountedNoun> _nouns;

    internal Vocabulary(IEnumerable<(string Id, string Text)> texts, IReadOnlyDictionary<Unit, CountedNoun> nouns)
    {
        _nouns = nouns.ToFrozenDictionary();
        _texts = texts.Concat(nouns.SelectMany(n => NounFragments(n.Key, n.Value)))
            .ToFrozenDictionary(t => t.Id, t => t.Text);
    }

    /// <summary>Every fragment of numbers, units, months and times, id → text.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    /// <summary>The words of a language.</summary>
    public static Vocabulary Of(Language language) => language switch
    {
        Language.Russian => RussianWords.Vocabulary,
        Language.Ukrainian => UkrainianWords.Vocabulary,
    };

    /// <summary>The phrase as text.</summary>
    public string Words(IEnumerable<Prompt> phrase) => string.Join(' ', phrase.Select(p => _texts[p.Id]));

    internal CountedNoun Noun(Unit unit) => _nouns[unit];

    private static IEnumerable<(string Id, string Text)> NounFragments(Unit unit, CountedNoun noun)
    {
        yield return (UnitKeys.Fragment(unit, PluralForm.One).Id, noun.One);
        yield return (UnitKeys.Fragment(unit, PluralForm.Few).Id, noun.Few);
        yield return (UnitKeys.Fragment(unit, PluralForm.Many).Id, noun.Many);
        yield return (UnitKeys.Fragment(unit, PluralForm.Fraction).Id, noun.Fraction);
        if (noun.Accusative is { } accusative)
        {
            yield return (UnitKeys.Accusative(unit).Id, accusative);
        }
    }
}
