namespace Zhkh.Web.Api;

/// <summary>Why recordings are kept as long as the product itself proposes, in the language of who asks.</summary>
internal static class RetentionSource
{
    /// <summary>How the rows of an installation begin; what people wrote is shown as they wrote it.</summary>
    private const string BuiltIn = "own regulation [D]";

    private static readonly HashSet<string> Classes =
        new(["ordinary", "emergency", "debt", "poll", "notice", "crew", "voicemail"], StringComparer.Ordinal);

    public static string Of(HttpContext context, string kind, string source) =>
        source.StartsWith(BuiltIn, StringComparison.Ordinal) && Classes.Contains(kind)
            ? ApiTexts.Get(ApiTexts.LanguageOf(context.Request), $"retentionSource.{kind}")
            : source;
}
