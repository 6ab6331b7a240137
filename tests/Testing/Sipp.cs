using System.Diagnostics;

namespace Zhkh.Testing;

/// <summary>
/// One run of sipp, the operator's side: a scenario played against the exchange from an address of its own.
/// </summary>
public sealed class Sipp : IDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private Sipp(Process process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    /// <summary>Starts a scenario.</summary>
    /// <param name="scenario">The XML text.</param>
    /// <param name="arguments">More arguments, e.g. <c>-key from +7937…</c>.</param>
    public static Sipp Start(
        string scenario, System.Net.IPEndPoint target, string localAddress, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("sipp").FullName;
        var file = System.IO.Path.Combine(folder, "scenario.xml");
        File.WriteAllText(file, scenario);
        var start = new ProcessStartInfo("sipp")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] common =
        [
            target.ToString(), "-sf", file, "-i", localAddress, "-mi", localAddress, "-nostdin",
            "-trace_err", "-trace_msg", "-timeout_error",
        ];
        foreach (var argument in common.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new Sipp(process, folder);
    }

    /// <summary>Waits for the end; 0 = every call went by the scenario.</summary>
    public async Task<int> EndAsync(TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            return -1;
        }

        return _process.ExitCode;
    }

    /// <summary>What went over the wire, for the message of a failed assertion.</summary>
    public string Trace() => string.Join('\n',
        Directory.EnumerateFiles(_folder, "*.log").Select(File.ReadAllText));

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
