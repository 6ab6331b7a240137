using System.Globalization;
using System.Text;

namespace Zhkh.Web.Outward;

/// <summary>
/// A letter as octets (RFC 5322, 2045, 2047). The same message gives the same octets at every try: id and date belong
/// to it, not to the try.
/// </summary>
internal static class MailText
{
    /// <summary>A line of base64 (RFC 2045 §6.8).</summary>
    private const int LineOctets = 57;

    /// <summary>45 octets are 60 characters of base64, with the frame of an encoded word below its 75.</summary>
    private const int WordOctets = 45;

    public static byte[] Compose(Parcel parcel, MailAddress from, MailAddress to, string idDomain)
    {
        var date = parcel.QueuedAt.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss +0000",
            CultureInfo.InvariantCulture);
        var sender = from.Name is null ? $"<{from.Text}>" : $"{Words(from.Name)} <{from.Text}>";
        var text = new StringBuilder();
        text.Append("From: ").Append(sender).Append("\r\n")
            .Append("To: <").Append(to.Text).Append(">\r\n")
            .Append("Subject: ").Append(Words(parcel.Title ?? "")).Append("\r\n")
            .Append("Date: ").Append(date).Append("\r\n")
            .Append("Message-ID: ").Append(IdOf(parcel, idDomain)).Append("\r\n")
            // RFC 3834: a holiday notice is no answer to a machine.
            .Append("Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n")
            .Append("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        // Base64 knows no dot, so no line of it can end the data (RFC 5321 §4.5.2).
        var body = Encoding.UTF8.GetBytes(parcel.Text.ReplaceLineEndings("\r\n"));
        for (var at = 0; at < body.Length; at += LineOctets)
        {
            text.Append(Convert.ToBase64String(body.AsSpan(at, Math.Min(LineOctets, body.Length - at)))).Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    public static string IdOf(Parcel parcel, string idDomain) => $"<{parcel.Id:N}@{idDomain}>";

    /// <summary>Encoded words (RFC 2047), whole characters in each; plain when the text is short printable ASCII.
    /// </summary>
    public static string Words(string text)
    {
        if (text.Length <= WordOctets && text.All(c => c is >= ' ' and <= '~')
            && !text.Contains("=?", StringComparison.Ordinal) && !text.AsSpan().ContainsAny("\"<>,;:@()[]\\"))
        {
            return text;
        }

        var words = new List<string>();
        var word = new List<byte>(WordOctets);
        Span<byte> octets = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(octets);
            if (word.Count + length > WordOctets)
            {
                words.Add(Encoded(word));
                word.Clear();
            }

            word.AddRange(octets[..length]);
        }

        words.Add(Encoded(word));
        return string.Join("\r\n ", words);
    }

    private static string Encoded(List<byte> octets) => $"=?utf-8?B?{Convert.ToBase64String([.. octets])}?=";
}
