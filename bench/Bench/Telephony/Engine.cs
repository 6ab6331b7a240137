using System.Net;
using Zhkh.Testing;

namespace Zhkh.Bench;

/// <summary>The engine that is measured: ours, started on its core as its user starts it, or another's.</summary>
internal sealed class Engine : IAsyncDisposable
{
    // As many as there are below the kernel's own range: a used pair rests 30 s.
    private const string RtpPorts = "1024-32767";
    private const string Address = "127.0.47.1";

    private readonly RunningHost? _host;

    private Engine(string name, IPEndPoint sip, RunningHost? host, int? processId)
    {
        (Name, Sip, _host) = (name, sip, host);
        Process = processId is { } id ? new ProcessMeter(id) : null;
    }

    public string Name { get; }

    public IPEndPoint Sip { get; }

    /// <summary>Null: it is seen from outside only.</summary>
    public ProcessMeter? Process { get; }

    public bool IsOurs => _host is not null;

    /// <summary>Started on core 0 with a data folder that is thrown away; the generator stays on core 1.</summary>
    public static async Task<Engine> StartAsync()
    {
        await Cores.MoveToAsync(Cores.Engine);
        try
        {
            var host = await RunningHost.StartAsync(Address, null, "--bench", "--rtp-ports", RtpPorts);
            return new Engine("this exchange", host.Sip, host, host.ProcessId);
        }
        finally
        {
            await Cores.MoveToAsync(Cores.Generator);
        }
    }

    public static Engine At(IPEndPoint sip, int? processId) => new(sip.ToString(), sip, null, processId);

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
