namespace Zhkh.Billing;

/// <summary>
/// On which day money counts that was paid on a given day: that day, but never in the future, and never in a month that
/// is closed — then on the first open day. Everything that takes payments asks here, so the rule has one place. Pure.
/// </summary>
/// <param name="today">On the organisation's calendar.</param>
/// <param name="closedThrough">Last day of the books that are closed; null = nothing is.</param>
internal sealed class PostingDays(DateOnly today, DateOnly? closedThrough)
{
    /// <summary>The day of what happens now: corrections, reversals.</summary>
    public DateOnly Today => For(today);

    public DateOnly For(DateOnly paidOn)
    {
        var day = paidOn > today ? today : paidOn;
        return day <= closedThrough ? closedThrough.Value.AddDays(1) : day;
    }
}
