using System.Threading.Channels;
using Npgsql;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>
/// Runs one relay: until nothing is due, then waits a second or for NOTIFY, whichever is first. The poll is what is
/// relied on; a lost notification costs a second.
/// </summary>
internal sealed class RelayLoop(
    string schema, EventRelay relay, Database database, TimeProvider time, ILogger<EventRelay> log) : BackgroundService
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);

    // One wake-up is enough: one look at the outbox sees everything that is due.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(RelayAsync(stoppingToken), ListenAsync(stoppingToken));

    private async Task RelayAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                while (await relay.RelayOneAsync(cancel))
                {
                }
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                WiringLog.RelayStalled(log, schema, failure.Message);
            }

            await WaitAsync(cancel);
        }
    }

    private async Task WaitAsync(CancellationToken cancel)
    {
        using var poll = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(
            _wake.Reader.WaitToReadAsync(poll.Token).AsTask(), Task.Delay(PollEvery, time, poll.Token));
        await poll.CancelAsync();
        _wake.Reader.TryRead(out _);
        cancel.ThrowIfCancellationRequested();
    }

    private async Task ListenAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.Jobs.OpenConnectionAsync(cancel);
                connection.Notification += (_, _) => _wake.Writer.TryWrite(true);
                await using (var listen = new NpgsqlCommand($"listen {schema}_outbox", connection))
                {
                    await listen.ExecuteNonQueryAsync(cancel);
                }

                while (true)
                {
                    await connection.WaitAsync(cancel);
                }
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException)
            {
                WiringLog.RelayStalled(log, schema, failure.Message);
                await Task.Delay(PollEvery, time, cancel);
            }
        }
    }
}
