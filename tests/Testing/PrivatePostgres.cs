using System.Diagnostics;
using System.Globalization;

namespace Zhkh.Testing;

/// <summary>One throw-away PostgreSQL cluster per test process; stopped and removed when the process is gone.</summary>
public static class PrivatePostgres
{
    private static readonly Lazy<string> Started = new(Start);

    /// <summary>Connection string without a database name, as the owner of the cluster.</summary>
    public static string ConnectionString => Started.Value;

    private static string Start()
    {
        var folder = Directory.CreateTempSubdirectory("zpg").FullName;
        WatchOver(folder);
        // Durability is not what these tests ask about, speed is; the fault tests start their own cluster.
        var output = Run("start", System.IO.Path.Combine(folder, "d"), System.IO.Path.Combine(folder, "s"),
            "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off");
        return output.Replace(";Database=zhkh", "", StringComparison.Ordinal).Trim() + ";Include Error Detail=true";
    }

    // A process of its own outlives ours and clears up whatever became of us: the test runner gives ten seconds to
    // exit, and deleting some hundred databases takes longer; a killed run would leave its server behind.
    private static void WatchOver(string folder)
    {
        const string script = """
            while kill -0 "$1" 2>/dev/null; do sleep 1; done
            "$2" stop "$3/d" immediate; rm -rf "$3"
            """;
        var start = new ProcessStartInfo("setsid") { UseShellExecute = false };
        string[] arguments =
        [
            "bash", "-c", $"exec >/dev/null 2>&1 </dev/null\n{script}", "watch",
            Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            Repository.Path("ops", "private-postgres.sh"), folder,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Process.Start(start)?.Dispose();
    }

    private static string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.Path("ops", "private-postgres.sh"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadLine() ?? "";
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(error.Result);
    }
}
