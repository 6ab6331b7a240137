using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Phones that called the line's number once and stay connected for a shift (UX §4.5): they hear silence, calls are
/// bridged into them with a beep, and a key in the console answers. One line an extension; bounded by those.
/// </summary>
internal sealed class PermanentLines(CallParts parts)
{
    /// <summary>So long a phone that may not have the line hears why.</summary>
    private static readonly TimeSpan BusyTone = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, PermanentLine> _lines = new(StringComparer.Ordinal);

    /// <summary>Told when a line came or went; on any thread, must return at once.</summary>
    public Action? OnChanged { get; set; }

    public IReadOnlyCollection<string> Connected
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines.Keys];
            }
        }
    }

    public bool IsConnected(string extension) => Find(extension) is not null;

    /// <summary>Takes the call of a phone to the line's number; busy while its line talks. In its mailbox; returns at
    /// once.</summary>
    public void Take(IncomingInvite invite, string extension)
    {
        if (Find(extension) is { IsTalking: true })
        {
            invite.Reject(StatusCode.BusyHere);
        }
        else if (TryAnswer(invite) is { } leg)
        {
            Seat(extension, leg);
        }
    }

    /// <summary>Answers a call to the line's number; null when that cannot be, and it was refused.</summary>
    public CallLeg? TryAnswer(IncomingInvite invite)
    {
        if (parts.Legs.TryOpen(invite.Flow, SourceLearning.OnceAfterStart) is not { } leg)
        {
            invite.Reject(StatusCode.ServiceUnavailable, "No media port");
            return null;
        }

        if (leg.Answer(invite.Offer) is not { } sdp)
        {
            leg.HangUp();
            invite.Reject(StatusCode.NotAcceptableHere);
            return null;
        }

        leg.Attach(invite.Answer(sdp));
        return leg;
    }

    /// <summary>
    /// A leg that is answered becomes the line of an extension; one that was before it is hung up. While that one
    /// talks, the new one hears that it is busy and is hung up.
    /// </summary>
    public void Seat(string extension, CallLeg leg)
    {
        leg.Media.Source = null;
        PermanentLine? line = new(extension, leg);
        PermanentLine? before;
        lock (_gate)
        {
            if (_lines.TryGetValue(extension, out before) && !before.TryClose())
            {
                line = null;
            }
            else
            {
                _lines[extension] = line;
            }
        }

        if (line is null)
        {
            _ = parts.WatchAsync(TurnAwayAsync(leg), Guid.Empty);
            return;
        }

        before?.HangUp();
        leg.Ended.Register(() => Forget(line));
        CallsLog.LineConnected(parts.Log, extension);
        OnChanged?.Invoke();
    }

    /// <summary>Rings a permanent line; null when the extension has none.</summary>
    public IRing? TryRing(RingRequest request) => Find(request.Extension)?.Ring(request);

    public bool TryAnswer(string extension, Guid callId) => Find(extension)?.TryAnswer(callId) == true;

    /// <summary>The host stops: every line is hung up.</summary>
    public void HangUpAll()
    {
        List<PermanentLine> all;
        lock (_gate)
        {
            all = [.. _lines.Values];
        }

        all.ForEach(line => line.HangUp());
    }

    private async Task TurnAwayAsync(CallLeg leg)
    {
        leg.Media.Source = new SamplePlayer(Tones.Busy, loop: true);
        await Task.Delay(BusyTone, parts.Time, leg.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        leg.HangUp();
    }

    private PermanentLine? Find(string extension)
    {
        lock (_gate)
        {
            return _lines.GetValueOrDefault(extension);
        }
    }

    private void Forget(PermanentLine line)
    {
        bool wasThis;
        lock (_gate)
        {
            wasThis = _lines.TryGetValue(line.Extension, out var current) && ReferenceEquals(current, line)
                && _lines.Remove(line.Extension);
        }

        line.Fail();
        if (wasThis)
        {
            CallsLog.LineGone(parts.Log, line.Extension);
            OnChanged?.Invoke();
        }
    }
}
