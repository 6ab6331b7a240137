namespace Zhkh.Web.Outward;

/// <summary>What a gateway said about one message.</summary>
internal enum VerdictKind
{
    /// <summary>The gateway has it now and answers for the rest.</summary>
    Taken,

    /// <summary>It is with its recipient.</summary>
    Delivered,

    /// <summary>Not now: this message may be tried again.</summary>
    Postponed,

    /// <summary>Never: trying again changes nothing.</summary>
    Refused,

    /// <summary>The gateway itself is out of reach or does not let us in; the message is not to blame.</summary>
    Away,
}

/// <param name="Reply">The gateway's own words, or ours when it had none.</param>
/// <param name="ForeignId">Its name for the message, when it gave one.</param>
internal sealed record Verdict(VerdictKind Kind, string Reply, string? ForeignId = null)
{
    private const int ReplyLengthMax = 500;

    /// <summary>In one printable line: a gateway's words go into tables, screens and logs.</summary>
    public string Reply { get; } = OneLine(Reply);

    public static Verdict Away(string why) => new(VerdictKind.Away, why);

    public static Verdict Postponed(string why) => new(VerdictKind.Postponed, why);

    private static string OneLine(string text)
    {
        var line = string.Create(Math.Min(text.Length, ReplyLengthMax), text, (chars, from) =>
        {
            for (var i = 0; i < chars.Length; i++)
            {
                chars[i] = char.IsControl(from[i]) || char.IsSurrogate(from[i]) ? ' ' : from[i];
            }
        });
        return line.Trim();
    }
}
