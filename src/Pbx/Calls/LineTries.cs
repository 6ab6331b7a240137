namespace Zhkh.Pbx.Calls;

/// <summary>
/// Wrong codes of permanent lines (RELIABILITY A16): so many a day (UTC) for the telephone that asks, and for the line
/// that is asked for. Safe from any thread.
/// </summary>
internal sealed class LineTries(TimeProvider time)
{
    public const int PerDay = 15;

    /// <summary>Names counted at once; what does not fit any more is refused.</summary>
    public const int NamesMax = 4_096;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _failed = new(StringComparer.Ordinal);
    private DateOnly _day;

    /// <summary>Counts a try before it is judged. False when there were too many.</summary>
    /// <param name="line">Null where the telephone may not open it at all: nobody locks a line of others.</param>
    public bool TryTake(string from, string? line)
    {
        lock (_gate)
        {
            var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            if (today != _day)
            {
                _failed.Clear();
                _day = today;
            }

            var counted = Keys(from, line);
            if (Array.Exists(counted, key => _failed.GetValueOrDefault(key) >= PerDay)
                || _failed.Count >= NamesMax - 1)
            {
                return false;
            }

            foreach (var key in counted)
            {
                _failed[key] = _failed.GetValueOrDefault(key) + 1;
            }

            return true;
        }
    }

    /// <summary>It was right: it does not count.</summary>
    public void GiveBack(string from, string line)
    {
        lock (_gate)
        {
            foreach (var key in Keys(from, line))
            {
                if (_failed.TryGetValue(key, out var count))
                {
                    _failed[key] = count - 1;
                }
            }
        }
    }

    private static string[] Keys(string from, string? line) =>
        line is null ? ["from " + from] : ["from " + from, "line " + line];
}
