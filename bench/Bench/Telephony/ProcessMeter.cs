using System.Globalization;

namespace Zhkh.Bench;

/// <summary>What the kernel knows about a process.</summary>
internal sealed class ProcessMeter(int processId)
{
    private const int PageKiB = 4;
    private const int TickMs = 10;

    /// <summary>User and system time of all its threads.</summary>
    public TimeSpan Processor => Ticks(11);

    /// <summary>The same of processes it started and that have ended.</summary>
    public TimeSpan ChildrenProcessor => Ticks(13);

    public int Threads => (int)Number(Fields()[17]);

    /// <summary>Resident memory, KiB.</summary>
    public long ResidentKiB => Number(File.ReadAllText($"/proc/{processId}/statm").Split(' ')[1]) * PageKiB;

    private TimeSpan Ticks(int field)
    {
        var fields = Fields();
        return TimeSpan.FromMilliseconds((Number(fields[field]) + Number(fields[field + 1])) * TickMs);
    }

    // What follows the name in /proc/…/stat: state, parent …
    private string[] Fields()
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
