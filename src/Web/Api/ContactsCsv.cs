using System.Globalization;
using System.Text;

namespace Zhkh.Web.Api;

/// <summary>
/// Debtors of a campaign as a file for a spreadsheet: UTF-8 with its mark, semicolons, RFC 4180 quotes. A cell that a
/// spreadsheet would take for a formula begins with an apostrophe.
/// </summary>
internal sealed class ContactsCsv
{
    private const string Columns = "account;phone;amount;months;state;disposition;reason;attempts;at;promised;call";
    private readonly StringBuilder _text = new StringBuilder("\uFEFF").Append(Columns).Append("\r\n");

    public void Add(ContactAnswer contact)
    {
        string?[] cells =
        [
            contact.AccountNumber, contact.Phone,
            (contact.Amount / 100m).ToString("0.00", CultureInfo.InvariantCulture),
            contact.Months.ToString(CultureInfo.InvariantCulture), contact.State, contact.Disposition, contact.Reason,
            contact.Attempts.ToString(CultureInfo.InvariantCulture),
            contact.At?.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture),
            contact.PromisedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), contact.CallId?.ToString(),
        ];
        _text.AppendJoin(';', cells.Select(Cell)).Append("\r\n");
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    internal static string Cell(string? value)
    {
        var text = value ?? "";
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n')
        {
            text = "'" + text;
        }

        return text.AsSpan().IndexOfAny(";\"\r\n") < 0
            ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
