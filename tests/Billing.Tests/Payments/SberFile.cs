using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Zhkh.Billing.Tests;

/// <summary>A line of a bank's register as the tests know it, in whole kopecks.</summary>
public sealed record BankLine(
    string Operation, string Account, long Kopecks, string Day = "20-11-2026", string Payer = "ИВАНОВ ИВАН ИВАНОВИЧ",
    string Address = "г. Привольск, ул. Гагарина, д. 14, кв. 30", long Fee = 0);

/// <summary>
/// Writes Sber's «classic» text as DOMAIN §4.3 describes it, and brings it to the product. Shares no code with it.
/// </summary>
public static class SberFile
{
    static SberFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static string Text(IReadOnlyCollection<BankLine> lines, string? footer = null)
    {
        var text = new StringBuilder();
        foreach (var l in lines)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{l.Day};12-30-00;8621;0042;{l.Operation};{l.Account};{l.Payer};{l.Address};1026;")
                .Append(CultureInfo.InvariantCulture,
                    $"{Comma(l.Kopecks)};{Comma(l.Kopecks - l.Fee)};{Comma(l.Fee)}\r\n");
        }

        var sum = lines.Sum(l => l.Kopecks);
        var fee = lines.Sum(l => l.Fee);
        return text.Append(footer ?? string.Create(CultureInfo.InvariantCulture,
            $"={lines.Count};{Comma(sum)};{Comma(sum - fee)};{Comma(fee)};104;21-11-2026")).Append("\r\n").ToString();
    }

    public static string Comma(long kopecks) =>
        string.Create(CultureInfo.InvariantCulture, $"{kopecks / 100},{kopecks % 100:00}");

    public static async Task<RegisterReceipt> BringAsync(
        Town town, string text, string profile = "sber-classic", string encoding = "windows-1251",
        string? named = null) =>
        await BringBytesAsync(town, Encoding.GetEncoding(encoding).GetBytes(text), profile, named);

    public static async Task<RegisterReceipt> BringBytesAsync(
        Town town, byte[] bytes, string profile = "sber-classic", string? named = null)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, bytes);
            await using var unit = await town.AsWebAsync("privolsk");
            var receipt = await unit.Get<RegisterIntake>().TakeAsync(
                new RegisterUpload("privolsk", profile, path, "реестр.txt", SHA256.HashData(bytes), "billing", named),
                default);
            await unit.CommitAsync();
            return receipt;
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static async Task<Register> SeeAsync(Town town, Guid? id)
    {
        await using var unit = await town.AsWebAsync("privolsk");
        return await unit.Get<RegisterBoard>().GetAsync(id ?? Guid.Empty, default)
            ?? throw new InvalidOperationException("No such register");
    }

    public static async Task<IReadOnlyList<RegisterRow>> RowsAsync(Town town, Guid? id)
    {
        await using var unit = await town.AsWebAsync("privolsk");
        return await unit.Get<RegisterBoard>().RowsAsync(id ?? Guid.Empty, null, 0, 1_000_000, default);
    }

    public static async Task<bool> OrderPostingAsync(Town town, Guid? id)
    {
        await using var unit = await town.AsWebAsync("privolsk");
        var taken = await unit.Get<RegisterOrders>().PostAsync(id ?? Guid.Empty, "billing", default);
        await unit.CommitAsync();
        return taken;
    }

    public static async Task<bool> OrderReversalAsync(Town town, Guid? id)
    {
        await using var unit = await town.AsWebAsync("privolsk");
        var taken = await unit.Get<RegisterOrders>().ReverseAsync(id ?? Guid.Empty, "не тот файл", "billing", default);
        await unit.CommitAsync();
        return taken;
    }

    /// <summary>What the host's loop does until there is nothing left.</summary>
    public static async Task WorkAsync(Town town, int rowsMax = 500)
    {
        while (true)
        {
            await using var unit = await town.AsSystemAsync();
            var step = await unit.Get<RegisterWork>().StepAsync(default, rowsMax);
            await unit.CommitAsync();
            if (step is null)
            {
                return;
            }
        }
    }

    public static async Task<Register> PostAsync(Town town, IReadOnlyCollection<BankLine> lines)
    {
        var receipt = await BringAsync(town, Text(lines));
        Assert.True(await OrderPostingAsync(town, receipt.Id));
        await WorkAsync(town);
        return await SeeAsync(town, receipt.Id);
    }
}
