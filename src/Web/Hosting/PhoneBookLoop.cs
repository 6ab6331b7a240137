using Microsoft.Extensions.Options;
using Npgsql;
using Zhkh.Pbx;
using Zhkh.Pbx.Storage;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Web.Hosting;

/// <summary>
/// Tells the exchange which telephones there are: once before it opens its port, then whenever the database says
/// something else. While the database is away the exchange goes on with what it knew last, even over a new start.
/// </summary>
internal sealed class PhoneBookLoop(
    PhoneBook phones, PhoneNews news, Exchange exchange, IOptions<WebOptions> options, ILogger<PhoneBookLoop> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private IReadOnlyList<Extension>? _known;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await news.WaitAsync(Every, stoppingToken);
            await LookAsync(stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            var now = await phones.AllAsync(options.Value.Demo, cancel);
            if (_known is null || !now.SequenceEqual(_known))
            {
                exchange.ReplaceExtensions(now);
                _known = now;
            }
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            HostLog.PhonesNotRead(log, away.Message);
        }
    }
}
