using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>The small words that phrases are joined with.</summary>
internal static class Words
{
    public static readonly Prompt Minus = new("word/minus");
    public static readonly Prompt Comma = new("word/comma");
}
