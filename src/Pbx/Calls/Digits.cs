namespace Zhkh.Pbx.Calls;

/// <summary>The keys pressed as an answer.</summary>
/// <param name="Keys">0–9, * and A–D in the order pressed, without the terminating #.</param>
/// <param name="Terminated">True when # ended the answer, false when silence or the length did.</param>
public readonly record struct Digits(string Keys, bool Terminated)
{
    /// <summary>Nothing was pressed in time.</summary>
    public bool IsSilence => Keys.Length == 0 && !Terminated;
}
