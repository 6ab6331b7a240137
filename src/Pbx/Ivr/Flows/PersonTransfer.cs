using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Ivr;

/// <summary>The way to a person, and what is said when nobody comes.</summary>
internal sealed class PersonTransfer(IWaitingLines lines, IvrOptions options, TimeProvider time, ILogger log)
{
    /// <summary>
    /// Joins the line with <paramref name="words"/> spoken meanwhile; promises a callback when nobody is there.
    /// </summary>
    public async Task RunAsync(ICall call, string line, params IReadOnlyList<Prompt> words)
    {
        log.GoesToPerson(call.Id, line);
        if (await lines.JoinAsync(call, line, words, call.HangUp) == WaitEnding.NobodyThere)
        {
            log.NobodyCame(call.Id, line);
            await call.PlayAsync(Promise(call));
        }
    }

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
