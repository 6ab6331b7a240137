using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Calls;

/// <summary>Two parties in one room until either leaves. While one holds, the other hears music.</summary>
internal sealed class Talk(CallLeg first, CallLeg second)
{
    /// <summary>Returns when the talk is over; both legs are hung up then.</summary>
    public async Task RunAsync()
    {
        using var bridge = new Bridge();
        first.OnHold = isHeld => OnHold(bridge, second, isHeld);
        second.OnHold = isHeld => OnHold(bridge, first, isHeld);
        bridge.Join(first.Media);
        bridge.Join(second.Media);
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var firstOver = first.Ended.Register(() => over.TrySetResult());
        await using var secondOver = second.Ended.Register(() => over.TrySetResult());
        await over.Task;
        first.OnHold = null;
        second.OnHold = null;
        second.HangUp();
        first.HangUp();
    }

    private static void OnHold(Bridge bridge, CallLeg listener, bool isHeld)
    {
        if (isHeld)
        {
            bridge.Leave(listener.Media);
            listener.Media.Source = new SamplePlayer(Tones.MusicOnHold, loop: true);
        }
        else
        {
            bridge.Join(listener.Media);
        }
    }
}
