namespace Zhkh.Pbx.Ivr;

/// <summary>What a menu may name.</summary>
/// <param name="Queues">Codes of the lines.</param>
/// <param name="Numbers">Numbers of the same organisation.</param>
/// <param name="KnowsText">Whether an id can be said.</param>
public sealed record MenuWorld(
    IReadOnlyCollection<string> Queues, IReadOnlyCollection<PublicNumber> Numbers, Func<string, bool> KnowsText);
