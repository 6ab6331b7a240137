namespace Zhkh.Billing;

/// <summary>A fault with its place.</summary>
/// <param name="Line">Of the file, from 1; 0 = of the file as a whole.</param>
/// <param name="Value">What to name in the sentence: a column, two sums.</param>
/// <param name="Text">The sentence, filled in by whoever knows the reader's language.</param>
public sealed record RegisterError(int Line, RegisterFault Code, string? Value = null, string? Text = null);
