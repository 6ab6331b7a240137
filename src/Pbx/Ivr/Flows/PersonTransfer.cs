using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// The way to a person, and the way out of a queue where nobody comes: another queue, a message, a promised call.
/// Nobody is left with less than a promise.
/// </summary>
internal sealed class PersonTransfer(IWaitingLines lines, IvrOptions options, TimeProvider time, ILogger log)
{
    /// <summary>Queues one call may pass through; a ring of queues ends here.</summary>
    public const int QueuesMax = 5;

    private readonly VoicemailFlow _voicemail = new(options);

    /// <summary>
    /// Joins the line with <paramref name="words"/> spoken meanwhile; leads on when nobody is there.
    /// </summary>
    public async Task RunAsync(ICall call, string line, params IReadOnlyList<Prompt> words)
    {
        var queue = line;
        var said = words;
        for (var passed = 0; passed < QueuesMax; passed++)
        {
            log.GoesToPerson(call.Id, queue);
            switch (await lines.JoinAsync(call, queue, said, call.HangUp))
            {
                case WaitEnding.Served or WaitEnding.CallerLeft:
                    return;
                case WaitEnding.WantsEmergency:
                    queue = LineNames.Emergency;
                    break;
                case WaitEnding.WantsCallback:
                    await call.PlayAsync(Promise(call));
                    return;
                case WaitEnding.WantsMessage:
                    await LeaveMessageAsync(call, queue);
                    return;
                case WaitEnding.NobodyThere:
                    log.NobodyCame(call.Id, queue);
                    if (await OverflowAsync(call, queue) is not { } next)
                    {
                        return;
                    }

                    queue = next;
                    break;
            }

            said = [];
        }

        await call.PlayAsync(Promise(call));
    }

    /// <summary>The queue to go on to, or null when the caller has been given a promise or left a message.</summary>
    private async Task<string?> OverflowAsync(ICall call, string queue)
    {
        foreach (var step in lines.OverflowOf(call.Context.Organisation, queue))
        {
            switch (step)
            {
                case { Kind: OverflowKind.Queue, Code: { } code } when code != queue:
                    return code;
                case { Kind: OverflowKind.Voicemail } when await TakeMessageAsync(call, queue):
                    return null;
                case { Kind: OverflowKind.Callback } when call.CallerNumber is not null:
                    await call.PlayAsync(Promise(call));
                    return null;
            }
        }

        if (call.CallerNumber is null)
        {
            await LeaveMessageAsync(call, queue);   // nobody to call back: only a message protects them (DOMAIN §1.2)
        }
        else
        {
            await call.PlayAsync(Promise(call));
        }

        return null;
    }

    /// <summary>Asks for a message; without one promises a callback.</summary>
    public async Task LeaveMessageAsync(ICall call, string queue)
    {
        if (!await TakeMessageAsync(call, queue))
        {
            await call.PlayAsync(Promise(call));
        }
    }

    private Task<bool> TakeMessageAsync(ICall call, string queue) =>
        _voicemail.TakeAsync(call, call.Context.Organisation, queue);

    /// <summary>A time is promised only while it is ahead; without a number there is nobody to call back.</summary>
    private IReadOnlyList<Prompt> Promise(ICall call)
    {
        if (call.CallerNumber is null)
        {
            return [Sentences.CallAgainLater];
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(options.VoiceOf(call.Context.Organisation).TimeZone);
        var until = TimeZoneInfo.ConvertTime(call.ArrivedAt + options.CallbackWithin, zone);
        var spoken = TimeOnly.FromDateTime(until.DateTime);
        var ahead = until.AddSeconds(-until.Second) - time.GetUtcNow();
        return ahead < TimeSpan.FromMinutes(1)
            ? [Sentences.CallbackSoon]
            : [Sentences.CallbackBy, .. DatePhrase.Until(spoken), Sentences.CallbackGoodbye];
    }
}
