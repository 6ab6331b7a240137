using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Zhkh.Testing;

[assembly: AssemblyFixture(typeof(Zhkh.Console.Tests.Telephony.RealHost))]

namespace Zhkh.Console.Tests.Telephony;

/// <summary>
/// The product as a newcomer starts it: ./run.sh on free ports, with a data folder of its own. Started by the first
/// test that needs it, stopped by SIGTERM after the last.
/// </summary>
public sealed partial class RealHost : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(5);
    private readonly Lock _gate = new();
    private readonly StringBuilder _said = new();
    private Task<Addresses>? _starting;
    private Process? _process;
    private DirectoryInfo? _data;

    /// <summary>Where the operator's trunk ends: whoever listens there is called by the product.</summary>
    public const int TrunkPort = 24_070;

    /// <summary>Where it answers.</summary>
    public sealed record Addresses(Uri Http, IPEndPoint Sip);

    /// <summary>Starts it at the first call.</summary>
    public Task<Addresses> ReadyAsync()
    {
        lock (_gate)
        {
            return _starting ??= Running() is { } running ? Task.FromResult(running) : StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } running)
        {
            using var kill = Process.Start("kill", ["-TERM", running.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await running.WaitForExitAsync();
        }

        _process?.Dispose();
        _data?.Delete(recursive: true);
    }

    /// <summary>ZHKH_TEST_PRODUCT="http://127.0.0.1:8080 127.0.0.1:5060": one that a developer runs already.</summary>
    private static Addresses? Running() =>
        Environment.GetEnvironmentVariable("ZHKH_TEST_PRODUCT")?.Split(' ') is [var http, var sip]
            ? new Addresses(new Uri(http), IPEndPoint.Parse(sip))
            : null;

    private async Task<Addresses> StartAsync()
    {
        _data = Directory.CreateTempSubdirectory("zhkh-console-");
        var start = new ProcessStartInfo(Repository.Path("run.sh"),
        [
            "--data", _data.FullName, "--http-port", "0", "--sip-port", "0", "--sips-port", "0",
            "--rtp-ports", "23000-23998",
            "--trunk-out", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{TrunkPort}"),
        ])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root,
        };
        var ready = new TaskCompletionSource<Addresses>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Process.Start(start) ?? throw new InvalidOperationException("run.sh did not start");
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"run.sh ended:\n{Said()}"));
        _process.OutputDataReceived += (_, line) => Hear(line.Data, ready);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data, ready);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            return await ready.Task.WaitAsync(StartMax);
        }
        catch (TimeoutException late)
        {
            throw new InvalidOperationException($"No READY within {StartMax}:\n{Said()}", late);
        }
    }

    private void Hear(string? line, TaskCompletionSource<Addresses> ready)
    {
        if (line is null)
        {
            return;
        }

        lock (_said)
        {
            _said.AppendLine(line);
        }

        if (ReadyLine().Match(line) is { Success: true } match)
        {
            ready.TrySetResult(new Addresses(new Uri(match.Groups[1].Value), IPEndPoint.Parse(match.Groups[2].Value)));
        }
    }

    private string Said()
    {
        lock (_said)
        {
            return _said.ToString();
        }
    }

    [GeneratedRegex(@"^READY http=(\S+) sip=(\S+) pid=\d+")]
    private static partial Regex ReadyLine();
}
