namespace Zhkh.Pbx.Ivr;

/// <summary>Which form of the noun a number asks for. Fraction is the genitive singular: «1,5 рубля».</summary>
internal enum PluralForm
{
    One,
    Few,
    Many,
    Fraction,
}
