namespace Zhkh.Billing;

/// <summary>Days of one month on which one price and one norm of a service were in force.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Norm">Per person or per square metre and month; null when the service needs none.</param>
internal sealed record PriceSpan(
    DateOnly From, DateOnly To, decimal Price, string Unit, ChargedBy By, decimal? Norm)
{
    /// <summary>Days of the span among those of a household.</summary>
    public int DaysWithin(DateOnly from, DateOnly to)
    {
        var first = From > from ? From : from;
        var last = To < to ? To : to;
        return Math.Max(0, last.DayNumber - first.DayNumber + 1);
    }
}
