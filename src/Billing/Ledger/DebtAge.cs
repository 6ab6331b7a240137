namespace Zhkh.Billing;

/// <summary>How old a debt is, in months. Pure.</summary>
internal static class DebtAge
{
    /// <summary>
    /// Payments settle the oldest month first, so what is owed is what was charged last: the number of latest
    /// monthly charges (newest first) needed to make up the debt. A remainder older than the log counts one more.
    /// </summary>
    public static int Months(long debtMinor, IEnumerable<long> chargesNewestFirst)
    {
        var months = 0;
        var rest = debtMinor;
        foreach (var charge in chargesNewestFirst)
        {
            if (rest <= 0)
            {
                return months;
            }

            rest = checked(rest - charge);
            months++;
        }

        return rest > 0 ? months + 1 : months;
    }
}
