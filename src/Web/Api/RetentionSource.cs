namespace Zhkh.Web.Api;

/// <summary>Why recordings are kept as long as the product itself proposes, in the language of who asks.</summary>
internal static class RetentionSource
{
    /// <summary>How the rows of an installation begin; what people wrote is shown as they wrote it.</summary>
    private const string BuiltIn = "own regulation [D]";

    private static readonly Dictionary<string, (string Ru, string Uk, string En)> s_words = new(StringComparer.Ordinal)
    {
        ["ordinary"] = ("свой норматив: от 3 до 12 месяцев",
            "власний норматив: від 3 до 12 місяців",
            "own rule: 3 to 12 months"),
        ["emergency"] = ("свой норматив: три года, срок исковой давности; норму закона проверьте с юристом",
            "власний норматив: три роки, строк позовної давності; норму закону перевірте з юристом",
            "own rule: three years, as long as one may sue; check the law with a lawyer"),
        ["debt"] = ("свой норматив: три года, доказательство предупреждения; норму закона проверьте с юристом",
            "власний норматив: три роки, доказ попередження; норму закону перевірте з юристом",
            "own rule: three years, proof of a warning; check the law with a lawyer"),
        ["poll"] = ("свой норматив: три месяца",
            "власний норматив: три місяці",
            "own rule: three months"),
        ["notice"] = ("свой норматив: год",
            "власний норматив: рік",
            "own rule: a year"),
        ["crew"] = ("свой норматив: год",
            "власний норматив: рік",
            "own rule: a year"),
        ["voicemail"] = ("свой норматив: год, как звонок",
            "власний норматив: рік, як дзвінок",
            "own rule: a year, as a call"),
    };

    public static string Of(HttpContext context, string kind, string source) =>
        !source.StartsWith(BuiltIn, StringComparison.Ordinal) || !s_words.TryGetValue(kind, out var said) ? source
        : ApiTexts.LanguageOf(context.Request) switch { "uk" => said.Uk, "en" => said.En, _ => said.Ru };
}
