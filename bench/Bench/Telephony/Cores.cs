using System.Diagnostics;
using System.Globalization;

namespace Zhkh.Bench;

/// <summary>Which core this process, all its threads and whatever it starts from now on run on.</summary>
internal static class Cores
{
    public const int Engine = 0;
    public const int Generator = 1;

    public static async Task MoveToAsync(int core)
    {
        if (Environment.ProcessorCount < 2)
        {
            return;
        }

        var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("taskset", ["-a", "-c", "-p", $"{core}", own])
        {
            RedirectStandardOutput = true,
        };
        using var taskset = Process.Start(start) ?? throw new InvalidOperationException("No taskset");
        await taskset.StandardOutput.ReadToEndAsync();
        await taskset.WaitForExitAsync();
    }
}
