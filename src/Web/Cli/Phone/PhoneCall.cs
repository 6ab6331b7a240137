using System.Net;

namespace Zhkh.Web.Cli;

/// <summary>What a call came to, before anybody has listened to it.</summary>
internal sealed record PhoneOutcome(PhoneAnswer Answer, string Ended, ReceivedAudio Received);

/// <summary>One call from dialling to hanging up.</summary>
internal sealed class PhoneCall(CallOptions options, IPEndPoint server, short[] speech, TimeProvider time)
{
    /// <summary>
    /// Runs the call. When the user stops it, the far end is told and the outcome is what was heard so far.
    /// </summary>
    public async Task<PhoneOutcome> RunAsync(CancellationToken stop)
    {
        await using var line = new PhoneLine(options, server, time);
        using var media = new PhoneMedia(line.Local.Address, time);
        var answer = await line.CallAsync(PhoneMediaTarget.Offer(media.Local), options.Length, stop);
        if (answer.Response is not { IsSuccess: true } accepted)
        {
            return new PhoneOutcome(answer, answer.Status == 0 ? "noAnswer" : "refused", media.Received);
        }

        if (PhoneMediaTarget.Of(accepted.Body.Span) is not { } target)
        {
            await line.HangUpAsync(answer);
            throw new InvalidDataException("The far end answered without a G.711 stream");
        }

        using var talking = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var answeredAt = time.GetTimestamp();
        var receiving = media.ReceiveAsync(target, answeredAt, talking.Token);
        var sending = media.SendAsync(target, new PlannedVoice(options.Keys, speech), talking.Token);
        await Task.WhenAny(
            line.FarEndHungUp, receiving, sending, Task.Delay(options.Length, time, talking.Token));
        var ended = line.FarEndHungUp.IsCompleted ? "bye" : "hangup";
        await line.HangUpAsync(answer);
        await talking.CancelAsync();
        await Task.WhenAny(Task.WhenAll(receiving, sending));
        return new PhoneOutcome(answer, ended, media.Received);
    }
}
