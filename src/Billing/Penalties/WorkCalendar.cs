using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>Which days are worked in a jurisdiction: Monday to Friday, but for the days in the table. Pure.</summary>
internal sealed class WorkCalendar(IReadOnlyDictionary<DateOnly, bool> exceptions)
{
    private const int HolidaysInRowMax = 60;

    public bool IsWorking(DateOnly day) => exceptions.TryGetValue(day, out var working)
        ? working
        : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The day itself when it is worked, else the next one that is.</summary>
    public DateOnly WorkingFrom(DateOnly day)
    {
        for (var i = 0; i < HolidaysInRowMax; i++)
        {
            if (IsWorking(day.AddDays(i)))
            {
                return day.AddDays(i);
            }
        }

        throw new InvalidOperationException($"No working day within {HolidaysInRowMax} days of {day:O}");
    }

    public static async Task<WorkCalendar> ReadAsync(BillingDb db, string jurisdiction, CancellationToken cancel)
    {
        var days = await db.Database.SqlQuery<CalendarDay>($"""
            select day as "Day", working as "Working" from billing.calendar_days where jurisdiction = {jurisdiction}
            """).ToListAsync(cancel);
        return new WorkCalendar(days.ToDictionary(d => d.Day, d => d.Working));
    }

    private sealed record CalendarDay(DateOnly Day, bool Working);
}
