using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Zhkh.Testing;

/// <summary>
/// The product as its user starts it: <c>./run.sh</c> with a data folder of its own, driven from outside only.
/// Each test assembly takes an address of its own (127.0.n.1), so nothing is shared but the machine.
/// </summary>
public sealed partial class RunningHost : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);

    private readonly Process _script;
    private readonly string _data;
    private readonly bool _keepsData;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly SemaphoreSlim _ready = new(0);

    private RunningHost(Process script, string data, bool keepsData)
    {
        _script = script;
        _data = data;
        _keepsData = keepsData;
    }

    /// <summary>http://127.0.n.1:port</summary>
    public Uri Http { get; private set; } = new("http://127.0.0.1");

    /// <summary>Where the exchange listens for SIP over UDP.</summary>
    public IPEndPoint Sip { get; private set; } = new(IPAddress.Loopback, 5060);

    /// <summary>The process that READY names, the one a fault test kills.</summary>
    public int ProcessId { get; private set; }

    public string DataFolder => _data;

    /// <summary>Everything printed so far, for the message of a failed assertion.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts the product and waits for its READY line.</summary>
    /// <param name="address">The loopback address it binds, e.g. 127.0.44.1.</param>
    /// <param name="dataFolder">Kept when given, thrown away when null.</param>
    /// <param name="flags">More flags of run.sh.</param>
    public static Task<RunningHost> StartAsync(string address, string? dataFolder, params string[] flags) =>
        StartAsync(address, dataFolder, new Dictionary<string, string>(), flags);

    /// <summary>The same, with settings that run.sh hands on to every host it starts.</summary>
    /// <param name="settings">Environment variables of the product, e.g. <c>ZHKH__Web__RequestBurst</c>.</param>
    public static async Task<RunningHost> StartAsync(
        string address, string? dataFolder, IReadOnlyDictionary<string, string> settings, params string[] flags)
    {
        var data = dataFolder ?? Directory.CreateTempSubdirectory("zhkh").FullName;
        var start = new ProcessStartInfo(Repository.Path("run.sh"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        string[] common = ["--data", data, "--bind", address, "--http-port", "0"];
        foreach (var argument in common.Concat(flags.Contains("--sip-port") ? [] : ["--sip-port", "0"]).Concat(flags))
        {
            start.ArgumentList.Add(argument);
        }

        var host = new RunningHost(Process.Start(start)!, data, dataFolder is not null);
        host._script.OutputDataReceived += (_, line) => host.Read(line.Data);
        host._script.ErrorDataReceived += (_, line) => host.Read(line.Data);
        host._script.BeginOutputReadLine();
        host._script.BeginErrorReadLine();
        try
        {
            await host.WaitReadyAsync();
        }
        catch (InvalidOperationException)
        {
            await host.DisposeAsync();   // or it would come up later and keep its ports
            throw;
        }

        return host;
    }

    /// <summary>Waits for the next READY line: the first, or the one after a restart.</summary>
    public async Task WaitReadyAsync()
    {
        var deadline = Stopwatch.StartNew();
        while (!await _ready.WaitAsync(TimeSpan.FromMilliseconds(200)))
        {
            if (_script.HasExited || deadline.Elapsed > StartLimit)
            {
                throw new InvalidOperationException($"The host is not ready:\n{Output}");
            }
        }
    }

    /// <summary>kill -9 of the host; run.sh brings it back.</summary>
    public void Kill()
    {
        using var process = Process.GetProcessById(ProcessId);
        process.Kill();
    }

    /// <summary>SIGTERM, as an operator stops it. Returns the exit code of run.sh.</summary>
    public async Task<int> StopAsync()
    {
        if (!_script.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _script.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await _script.WaitForExitAsync(limit.Token);
        }

        return _script.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _script.Dispose();
        if (!_keepsData)
        {
            Directory.Delete(_data, recursive: true);
        }
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        var match = Ready().Match(line);
        if (match.Success)
        {
            Http = new Uri(match.Groups["http"].Value);
            Sip = IPEndPoint.Parse(match.Groups["sip"].Value);
            ProcessId = int.Parse(match.Groups["pid"].Value, CultureInfo.InvariantCulture);
            _ready.Release();
        }
    }

    [GeneratedRegex(@"READY http=(?<http>\S+) sip=(?<sip>[\d.]+:\d+)\S* pid=(?<pid>\d+)")]
    private static partial Regex Ready();
}
