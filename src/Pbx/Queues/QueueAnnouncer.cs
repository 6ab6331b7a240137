using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Queues;

/// <summary>
/// What a caller hears while waiting: the opening words; then, now and then, where they stand; music between. Once keys
/// have been named, one of them ends the wait.
/// </summary>
/// <param name="news">What is true of the caller now.</param>
/// <param name="words">How it is said.</param>
internal sealed class QueueAnnouncer(
    Waiter waiter, Func<bool, QueueNews> news, Func<QueueNews, IReadOnlyList<Prompt>> words, TimeProvider time)
{
    private const char CallbackKey = '1';
    private const char MessageKey = '2';
    private const char EmergencyKey = '9';

    /// <summary>Runs until the wait is over. Never throws for a hang-up.</summary>
    public async Task RunAsync(IReadOnlyList<Prompt> opening, CancellationToken over)
    {
        var call = waiter.Call;
        try
        {
            if (opening.Count > 0)
            {
                call.DropKeys();
                await call.PlayAsync(opening);
            }

            // Keys are named from the second time on: who is answered at once need not hear about them.
            for (var round = 0; !over.IsCancellationRequested; round++)
            {
                var offers = round > 0 && waiter.Queue.OffersKeys;
                if (words(news(offers)) is { Count: > 0 } said)
                {
                    call.DropKeys();
                    await call.PlayAsync(said);
                }

                over.ThrowIfCancellationRequested();
                if (waiter.Queue.HasMusic)
                {
                    call.PlayMusic();
                }

                await PauseAsync(offers, over);
            }
        }
        catch (OperationCanceledException)
        {
            // The wait is over, or the caller hung up.
        }
    }

    private async Task PauseAsync(bool listens, CancellationToken over)
    {
        if (!listens)
        {
            await Task.Delay(waiter.Queue.AnnounceEvery, time, over);
            return;
        }

        using var pause = new CancellationTokenSource(waiter.Queue.AnnounceEvery, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, over);
        while (!pause.IsCancellationRequested)
        {
            var ending = await waiter.Call.KeyAsync(either.Token) switch
            {
                CallbackKey when waiter.Call.CallerNumber is not null => WaitEnding.WantsCallback,
                MessageKey => WaitEnding.WantsMessage,
                EmergencyKey => WaitEnding.WantsEmergency,
                _ => (WaitEnding?)null,
            };
            over.ThrowIfCancellationRequested();
            if (ending is { } wanted)
            {
                waiter.TryEnd(new WaitResult(wanted));
                return;
            }
        }
    }
}
