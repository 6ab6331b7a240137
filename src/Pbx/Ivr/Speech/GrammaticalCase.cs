namespace Zhkh.Pbx.Ivr;

/// <summary>
/// The cases a counted phrase is spoken in. The accusative differs from the nominative only after a feminine one:
/// «подождите одну минуту».
/// </summary>
public enum GrammaticalCase
{
    Nominative,
    Accusative,
}
