using System.Text.Json;
using Npgsql;
using Zhkh.Pbx;
using Zhkh.Pbx.Storage;

namespace Zhkh.Web.Hosting;

/// <summary>
/// Tells the exchange which numbers, hours, menus and announcements there are: once before it opens its port, then two
/// seconds after the database says something else. While that is away the exchange goes on with what it knew last.
/// </summary>
internal sealed class MenuLoop(MenuSource menus, Exchange exchange, TimeProvider time, ILogger<MenuLoop> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private long _known = -1;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync(stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            var now = await menus.RevisionAsync(cancel);
            if (now == _known)
            {
                return;
            }

            var book = await menus.ReadAsync(cancel);
            var missing = book.Texts.Where(text => !exchange.Menus.HasSound(text)).ToList();
            exchange.Menus.Replace(book, await menus.ClipsAsync(missing, cancel));
            _known = now;
        }
        catch (JsonException broken)
        {
            exchange.Menus.Refuse($"a row of the database means nothing: {broken.Message}");
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            HostLog.MenusNotRead(log, away.Message);
        }
    }
}
