namespace Zhkh.Pbx.Dialer;

/// <summary>Which days are free in a jurisdiction: weekends, holidays, and what decrees have moved. Pure.</summary>
/// <param name="exceptions">True for a weekend day made a working day, false for a holiday.</param>
public sealed class WorkCalendar(IReadOnlyDictionary<DateOnly, bool> exceptions)
{
    public bool IsFree(DateOnly day) => exceptions.TryGetValue(day, out var isWorking)
        ? !isWorking
        : day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
