namespace Zhkh.Web.Cli;

/// <summary>One prompt in one language as <c>prompts.json</c> keeps it.</summary>
/// <param name="Text">What is said.</param>
/// <param name="File">Path below <c>voice-prompts</c>; null until it is built.</param>
/// <param name="Speaker">A voice of ours, which the build replaces, or a person, whose recording it leaves
/// alone.</param>
/// <param name="Sha256">Of the file, lower-case hex.</param>
internal sealed record PromptText(string Text, string? File = null, string? Speaker = null, string? Sha256 = null);
