using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Zhkh.Pbx;

namespace Zhkh.Web.Hosting;

/// <summary>
/// SIGTERM or Ctrl+C drains first: no new calls, those in progress and the consoles that show them go on, and the host
/// stops with the last call or when the limit is over. A second signal does not wait. The exchange is asked for only
/// then: the host makes its life cycle first, and an exchange that opens its journal before --reset has emptied the
/// folder would remember what was to be forgotten and write on into a deleted file.
/// </summary>
internal sealed class DrainingLifetime(
    IHostApplicationLifetime application, IServiceProvider services, IOptions<WebOptions> options,
    ILogger<DrainingLifetime> log)
    : IHostLifetime, IDisposable
{
    private readonly CancellationTokenSource _hurry = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _asked;

    /// <summary>True when a signal asked for the end; a host that stops without one has failed.</summary>
    public bool WasAsked => Volatile.Read(ref _asked) > 0;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
        {
            _signals.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _signals.ForEach(s => s.Dispose());
        _hurry.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _asked) > 1)
        {
            _hurry.Cancel();
            return;
        }

        _ = DrainThenStopAsync();
    }

    private async Task DrainThenStopAsync()
    {
        var exchange = services.GetRequiredService<Exchange>();
        HostLog.Draining(log, exchange.LiveCallCount, options.Value.DrainLimit);
        await exchange.DrainAsync(_hurry.Token);
        application.StopApplication();
    }
}
