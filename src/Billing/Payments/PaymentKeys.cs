namespace Zhkh.Billing;

/// <summary>The keys of postings that payments make: one act, one key, for good.</summary>
internal static class PaymentKeys
{
    public static string Payment(string bank, string operation) => $"payment:{bank}:{operation}";

    /// <summary>
    /// A payment may be assigned again after a wrong assignment was reversed, so each turn has its own.
    /// </summary>
    public static string Settlement(Guid payment, Guid turn) => $"settle:{payment:N}:{turn:N}";

    public static string Reversal(Guid posting) => $"reverse:{posting:N}";
}

/// <summary>What stands in the ledger as the reason of a payment; the same two words in both languages.</summary>
internal static class PaymentReason
{
    public static string Of(string bank) => $"Оплата, {bank}";
}
