namespace Zhkh.Pbx.Ivr;

/// <summary>The waiting lines that flows send callers to.</summary>
public static class LineNames
{
    public const string Dispatchers = "dispatchers";
    public const string Emergency = "emergency";
}
