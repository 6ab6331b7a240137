using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Calls;

/// <summary>What every call of the exchange shares.</summary>
/// <param name="Record">Begins a recording of a call; null when calls are not recorded.</param>
internal sealed record CallParts(
    CallOptions Options, CallJournal Journal, CallFeed Feed, LiveCalls Live, PhonesInUse InUse, LegPool Legs,
    PromptLibrary Prompts, Func<Guid, OpenRecording>? Record, TimeProvider Time, ILogger Log)
{
    /// <summary>The conversations that are going on.</summary>
    public Rooms Rooms { get; } = new();

    /// <summary>Calls of our phones whose far end still rings.</summary>
    public RingingCalls Ringing { get; } = new();

    public CallStory NewStory(Guid callId) => new(callId, Journal, Feed, Time);

    /// <summary>A task that carries a call and is awaited by nobody: a defect in it is logged, not swallowed.</summary>
    public async Task WatchAsync(Task carrying, Guid callId)
    {
        await carrying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (carrying.IsFaulted)
        {
            CallsLog.CallFault(Log, carrying.Exception, callId);
        }
    }
}

/// <summary>A recording that runs.</summary>
/// <param name="Tap">Hears both directions of the leg.</param>
/// <param name="Close">Ends it.</param>
/// <param name="Missing">Why part of it is missing, for people to read; null while nothing is.</param>
internal sealed record OpenRecording(Guid Id, IFrameTap Tap, Action Close, Func<string?> Missing);
