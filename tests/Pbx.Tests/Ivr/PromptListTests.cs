using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Ivr;

public class PromptListTests
{
    private static readonly Dictionary<string, Dictionary<string, (string Text, string File)>> s_listed = Read();

    [Fact]
    public void Any_amount_up_to_ten_to_the_twelfth_minor_units_is_spoken_from_existing_prompts()
    {
        var wide = from millions in Gen.Choose(0, 999_999)
                   from rest in Gen.Choose(0, 999_999)
                   select (millions * 1_000_000L) + rest;
        var small = from minor in Gen.Choose(0, 20_000) select (long)minor;
        Prop.ForAll(Gen.OneOf(wide, small).ToArbitrary(), minor => IsSpoken(minor, "RUB", Language.Russian, "ru")
                && IsSpoken(minor, "UAH", Language.Ukrainian, "uk")
                && IsSpoken(minor, "UAH", Language.Russian, "ru")
                && IsSpoken(minor, "RUB", Language.Ukrainian, "uk"))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999_999_999_999)]
    [InlineData(1_000_000_000_000)]
    [InlineData(-25_000)]
    public void The_ends_of_the_range_are_spoken_too(long minor)
    {
        Assert.True(IsSpoken(minor, "RUB", Language.Russian, "ru"));
        Assert.True(IsSpoken(minor, "UAH", Language.Ukrainian, "uk"));
    }

    [Theory]
    [InlineData(Language.Russian, "ru")]
    [InlineData(Language.Ukrainian, "uk")]
    public void What_the_grammar_says_is_what_was_recorded(Language language, string folder)
    {
        var texts = Vocabulary.Of(language).Texts;
        Assert.True(texts.Count > 400);
        Assert.All(texts, fragment => Assert.Equal(fragment.Value, s_listed[fragment.Key][folder].Text));
    }

    [Fact]
    public void Every_sentence_of_the_flows_is_recorded_in_both_languages()
    {
        var ids = FlowTable.PromptIds(new IvrOptions()).ToList();
        Assert.True(ids.Count > 50);
        Assert.All(ids, id => Assert.Equal(["ru", "uk"], s_listed[id].Keys.Order()));
    }

    [Fact]
    public void Every_listed_prompt_has_its_file() =>
        Assert.All(s_listed.SelectMany(p => p.Value), p =>
            Assert.True(File.Exists(Repository.Path("voice-prompts", p.Value.File)), p.Value.File));

    private static bool IsSpoken(long minor, string currency, Language language, string folder) =>
        MoneyPhrase.Say(minor, currency, language)
            .All(p => s_listed.TryGetValue(p.Id, out var languages) && languages.ContainsKey(folder));

    private static Dictionary<string, Dictionary<string, (string, string)>> Read()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Repository.Path("voice-prompts", "prompts.json")));
        return json.RootElement.EnumerateObject().ToDictionary(
            p => p.Name,
            p => p.Value.EnumerateObject().ToDictionary(
                l => l.Name,
                l => (l.Value.GetProperty("text").GetString()!, l.Value.GetProperty("file").GetString()!)));
    }
}
