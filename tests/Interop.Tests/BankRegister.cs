using System.Globalization;
using System.Text;

namespace Zhkh.Interop.Tests;

/// <summary>
/// A register of payments as a bank's branch writes it: the «classic» text in windows-1251 with control totals
/// (DOMAIN §4.3), written here from the description alone.
/// </summary>
public static class BankRegister
{
    public static byte[] Of(DateOnly day, string batch, params (string Account, string Payer, long Minor)[] payments)
    {
        var text = new StringBuilder();
        var date = day.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture);
        foreach (var (account, payer, minor) in payments)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{date};12-30-00;8621;0042;{batch}{account};{account};{payer};г. Привольск;1026;")
                .Append(CultureInfo.InvariantCulture, $"{Comma(minor)};{Comma(minor)};0,00\r\n");
        }

        var sum = Comma(payments.Sum(p => p.Minor));
        text.Append(CultureInfo.InvariantCulture, $"={payments.Length};{sum};{sum};0,00;1;{date}\r\n");
        return CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes(text.ToString());
    }

    private static string Comma(long minor) =>
        string.Create(CultureInfo.InvariantCulture, $"{minor / 100},{minor % 100:00}");
}
