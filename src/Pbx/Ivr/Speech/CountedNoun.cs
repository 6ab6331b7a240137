namespace Zhkh.Pbx.Ivr;

/// <summary>A noun that numbers stand before, in the four forms of one language.</summary>
/// <param name="Accusative">Form after a feminine one in the accusative («минуту»); null when it equals the
/// first.</param>
internal sealed record CountedNoun(
    Gender Gender, string One, string Few, string Many, string Fraction, string? Accusative = null);
