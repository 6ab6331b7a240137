namespace Zhkh.Pbx.Ivr;

/// <summary>A day typed as DDMM. Pure.</summary>
public static class PromiseDate
{
    /// <summary>A promise for later than this is none: the next quarter's call would come before it.</summary>
    public const int DaysAheadMax = 30;

    /// <summary>
    /// The nearest such day from <paramref name="today"/> on, today included; null when there is no such day in the
    /// calendar or it is too far ahead.
    /// </summary>
    public static DateOnly? Read(string keys, DateOnly today)
    {
        if (keys.Length != 4 || !keys.All(char.IsAsciiDigit))
        {
            return null;
        }

        var (day, month) = (((keys[0] - '0') * 10) + keys[1] - '0', ((keys[2] - '0') * 10) + keys[3] - '0');
        for (var year = today.Year; year <= today.Year + 1; year++)
        {
            if (month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
                && new DateOnly(year, month, day) is var date && date >= today)
            {
                return date <= today.AddDays(DaysAheadMax) ? date : null;
            }
        }

        return null;
    }
}
