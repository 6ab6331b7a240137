using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Calls;

/// <summary>The time after the signal: a recording of its own, kept from the moment it is long enough.</summary>
internal sealed class MessageTaking(CallParts parts, CallLeg leg, CallVoice voice, CallStory story)
{
    private const string BeepName = "tone/beep";

    /// <summary>See <see cref="IMessageCall.TakeMessageAsync"/>.</summary>
    /// <exception cref="OperationCanceledException">The caller hung up; what is long enough is kept.</exception>
    public async Task<bool> RunAsync(string line, TimeSpan atLeast, TimeSpan atMost, CancellationToken hangUp)
    {
        voice.DropKeys();
        await voice.PlayAsync([new PromptClip(BeepName, Tones.Beep)]);
        voice.DropKeys();
        if (parts.Record is not { } record)
        {
            return false;
        }

        var began = parts.Time.GetUtcNow();
        var recording = record(Guid.CreateVersion7(began));
        var whole = leg.Media.Tap;
        leg.Media.Tap = whole is null ? recording.Tap : new TwinTap(whole, recording.Tap);
        try
        {
            if (await EndsWithinAsync(atLeast))
            {
                return false;
            }

            hangUp.ThrowIfCancellationRequested();
            story.MessageKept(recording.Id, line, began);
            TellMissing(recording);
            await EndsWithinAsync(atMost - atLeast);
            return true;
        }
        finally
        {
            leg.Media.Tap = hangUp.IsCancellationRequested ? null : whole;
            recording.Close();
            if (!hangUp.IsCancellationRequested)
            {
                TellMissing(recording);
                story.MessageClosed(recording.Id);   // else the end of the call is the end of the message
            }
        }
    }

    private void TellMissing(OpenRecording recording)
    {
        if (recording.Missing() is { } reason)
        {
            story.RecordingPartial(recording.Id, reason);
        }
    }

    /// <summary>True when the caller pressed a key before the time was up.</summary>
    private async Task<bool> EndsWithinAsync(TimeSpan time)
    {
        using var limit = new CancellationTokenSource(time, parts.Time);
        return await voice.KeyAsync(limit.Token) is not null;
    }
}
