using System.Net;
using System.Net.Sockets;
using Zhkh.Web.Cli;

namespace Zhkh.Web.Demo;

/// <summary>
/// One call of the demo's telephone, from dialling to the end; tells what happens as it happens. Signalling and sound
/// are those of <c>zhkh call</c>.
/// </summary>
internal sealed class DemoCall(
    string from, string to, IPEndPoint server, LiveEar ear, Func<string, string, string?> textOf,
    Func<object, bool> tell, Action<short[]> hear, TimeProvider time)
{
    private static readonly TimeSpan ListenEvery = TimeSpan.FromMilliseconds(400);

    private string _told = "";

    public LiveVoice Voice { get; } = new();

    /// <summary>Runs until somebody hangs up, or five minutes.</summary>
    public async Task RunAsync(CancellationToken hangUp)
    {
        var options = new CallOptions { Number = to, From = from };
        await using var line = new PhoneLine(options, server, time);
        using var media = new PhoneMedia(line.Local.Address, time, hear);
        tell(new { type = "calling", from, to, phone = line.Local.ToString(), exchange = server.ToString() });
        PhoneAnswer answer;
        try
        {
            answer = await line.CallAsync(PhoneMediaTarget.Offer(media.Local), options.Length, hangUp);
        }
        catch (OperationCanceledException) when (hangUp.IsCancellationRequested)
        {
            tell(new { type = "ended", by = "hangup" });
            return;
        }
        catch (SocketException failure)
        {
            tell(new { type = "ended", by = "unreachable", status = 0, reason = failure.SocketErrorCode.ToString() });
            return;
        }

        if (answer.Response is not { IsSuccess: true } accepted
            || PhoneMediaTarget.Of(accepted.Body.Span) is not { } target)
        {
            await line.HangUpAsync(answer);
            tell(new
            {
                type = "ended", by = answer.Status == 0 ? "noAnswer" : "refused", status = answer.Status,
                reason = answer.Reason,
            });
            return;
        }

        await TalkAsync(line, media, answer, target, hangUp);
    }

    private async Task TalkAsync(
        PhoneLine line, PhoneMedia media, PhoneAnswer answer, PhoneMediaTarget target, CancellationToken hangUp)
    {
        tell(new
        {
            type = "answered", afterMs = (long)answer.After.TotalMilliseconds, status = answer.Status,
            codec = target.Codec.ToString().ToUpperInvariant(), media = target.Remote.ToString(),
        });
        using var talking = CancellationTokenSource.CreateLinkedTokenSource(hangUp);
        var receiving = media.ReceiveAsync(target, time.GetTimestamp(), talking.Token);
        var sending = media.SendAsync(target, Voice, talking.Token);
        var listening = ListenAsync(media, talking.Token);
        var limit = Task.Delay(DemoPhone.LengthMax, time, talking.Token);
        await Task.WhenAny(line.FarEndHungUp, receiving, sending, listening, limit);
        var by = line.FarEndHungUp.IsCompleted ? "bye" : hangUp.IsCancellationRequested ? "hangup" : "limit";
        await line.HangUpAsync(answer);
        await talking.CancelAsync();
        await Task.WhenAny(Task.WhenAll(receiving, sending, listening));
        Listen(media, isOver: true);
        tell(new { type = "ended", by });
    }

    private async Task ListenAsync(PhoneMedia media, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(ListenEvery, time);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            Listen(media, isOver: false);
        }
    }

    private void Listen(PhoneMedia media, bool isOver)
    {
        var (sound, packets, lossPercent) = media.Since(ear.From);
        var heard = ear.Listen(sound, packets, isOver);
        var said = $"{heard.First} {string.Join(' ', heard.Lines)}";
        if (heard.Lines.Count > 0 && said != _told)
        {
            _told = said;
            tell(new
            {
                type = "heard", first = heard.First, lossPercent,
                lines = heard.Lines.Select(now => new
                {
                    now.Id, now.Language, now.AtMs, text = textOf(now.Language, now.Id),
                }).ToArray(),
            });
        }
    }
}
