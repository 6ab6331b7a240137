namespace Zhkh.Web.Outward;

/// <summary>One answer of a mail server (RFC 5321 §4.2).</summary>
/// <param name="Lines">Without code and separator.</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    /// <summary>2xx, and 354 to DATA.</summary>
    public bool IsPositive => Code is >= 200 and < 400;

    /// <summary>
    /// 421: the server is closing; 530, 534, 535, 538: it does not let us in. None of these is about the letter.
    /// </summary>
    public bool IsAboutTheServer => Code is 421 or 530 or 534 or 535 or 538;

    public override string ToString() => $"{Code} {string.Join(' ', Lines)}".TrimEnd();

    public bool Offers(string keyword) => Lines.Skip(1).Any(line =>
        line.Split(' ')[0].Equals(keyword, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether AUTH knows this mechanism.</summary>
    public bool OffersAuth(string mechanism) => Lines.Skip(1).Any(line =>
        line.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase)
        && line[4..].Split([' ', '='], StringSplitOptions.RemoveEmptyEntries)
            .Contains(mechanism, StringComparer.OrdinalIgnoreCase));
}
