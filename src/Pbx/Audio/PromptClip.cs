namespace Zhkh.Pbx.Audio;

/// <summary>A prompt as it lies in memory.</summary>
/// <param name="Id">As in <c>voice-prompts/prompts.json</c>: <c>bal.total_debt</c>, <c>number/40</c>.</param>
/// <param name="Samples">8 kHz mono, a slice of the language's block.</param>
public readonly record struct PromptClip(string Id, ReadOnlyMemory<short> Samples);
