namespace Zhkh.Web.Cli;

/// <summary>A prompt found in the sound.</summary>
/// <param name="Language">ru, uk.</param>
/// <param name="Ids">The ids of this sound; the first is reported.</param>
/// <param name="AtSample">Where it begins.</param>
/// <param name="Samples">How much of it was heard.</param>
/// <param name="EndSample">Where it ends when it is not cut off; the next of a row begins there.</param>
/// <param name="Whole">False when it was cut off.</param>
internal readonly record struct HeardPrompt(
    string Language, IReadOnlyList<string> Ids, int AtSample, int Samples, int EndSample, bool Whole)
{
    public string Id => Ids[0];
}
