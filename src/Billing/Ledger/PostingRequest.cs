using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Zhkh.Billing;

/// <summary>What somebody wants written into the ledger.</summary>
/// <param name="EffectiveOn">The day it counts from; null = today in the organisation's zone.</param>
/// <param name="Key">Made by the one who asks, once per intention; it never expires.</param>
/// <param name="By">Who asks: a user's name or a part of the system.</param>
/// <param name="Lines">At least two, in the organisation's currency, adding up to nothing.</param>
public sealed record PostingRequest(
    string Organisation, PostingKind Kind, DateOnly? EffectiveOn, string Reason, string Key, string By,
    IReadOnlyList<EntryLine> Lines)
{
    public const int LinesMax = 1000;

    /// <summary>
    /// Of everything that makes it this posting and no other. Who asked and when is not part of it: the same
    /// request sent again by a colleague or after midnight is still the same request.
    /// </summary>
    internal byte[] InputHash()
    {
        var text = new StringBuilder();
        text.Append(Kind).Append('\n').Append(EffectiveOn?.ToString("O", CultureInfo.InvariantCulture)).Append('\n')
            .Append(Reason.Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        foreach (var line in Lines)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{line.Book}|{line.AccountId}|{line.Service}|{line.Amount.Minor}|{line.Amount.Currency}\n");
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }
}

/// <summary>Why money moved.</summary>
public enum PostingKind
{
    Charge,
    Payment,
    Adjustment,
    Reversal,

    /// <summary>A late fee.</summary>
    Penalty,

    /// <summary>A month charged anew after its first charge was reversed.</summary>
    Recalculation,
}
