namespace Zhkh.Billing;

/// <summary>Charges and payments of finished months that end in a wanted balance. Pure.</summary>
internal static class PaymentHistory
{
    /// <summary>
    /// Payments of the months (oldest first) for one service. A debt is what the latest charges were not paid; an
    /// overpayment came with the latest payment; what no month explains stands in <c>Opening</c>.
    /// </summary>
    public static (long Opening, long[] Payments) Of(long monthlyCharge, int months, long balance)
    {
        var payments = new long[months];
        var unpaid = Math.Max(balance, 0);
        for (var month = months - 1; month >= 0; month--)
        {
            var left = Math.Min(monthlyCharge, unpaid);
            payments[month] = monthlyCharge - left;
            unpaid -= left;
        }

        if (balance < 0)
        {
            payments[^1] += -balance;
        }

        return (unpaid, payments);
    }
}
