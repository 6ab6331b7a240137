using System.Net;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>How a leg came to its end.</summary>
internal enum LegEnd
{
    /// <summary>The far side hung up, or vanished without a word.</summary>
    ByPeer,

    ByUs,

    /// <summary>Sound stopped coming: a power cut, a lost network.</summary>
    MediaLost,

    /// <summary>A defect of ours ended it.</summary>
    Fault,
}

/// <summary>
/// One party of a call: a dialog and its sound. Answers re-INVITEs by itself (hold, resume, another port), notices
/// silence that is no pause, and gives its ports back when it is over. Safe from any thread.
/// </summary>
internal sealed class CallLeg : VoiceLeg
{
    /// <summary>A peer that never sent a packet may be a listener; so long it is believed to be one.</summary>
    private static readonly TimeSpan NeverHeardMax = TimeSpan.FromMinutes(5);

    /// <summary>An INFO is sent when the key goes down or up, and repeated for half a second at most.</summary>
    private static readonly TimeSpan SamePress = TimeSpan.FromSeconds(1);

    private readonly TrunkDtmf _keys;
    private readonly LegTerms _terms;
    private readonly TimeProvider _time;
    private readonly Action _closed;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _gate = new();
    private Dialog? _dialog;
    private LegEnd? _how;
    private ITimer? _neverHeard;
    private InfoKeys? _infoKeys;
    private long _lastBegan;   // milliseconds, with the key in the lowest byte: written on the media thread

    public CallLeg(
        RtpLeg media, IPEndPoint local, LegSource source, TrunkDtmf keys, Func<IPEndPoint, bool> isOurs,
        TimeProvider time, Action closed)
    {
        (Media, _keys, _time, _closed) = (media, keys, time, closed);
        _terms = new LegTerms(local, source, keys is TrunkDtmf.Auto or TrunkDtmf.Rfc4733, isOurs);
        media.OnDigitBegan = key =>
        {
            Interlocked.Exchange(ref _lastBegan, (Milliseconds() << 8) | key);
            OnKeyBegan?.Invoke(key);
        };
        media.OnDigit = key => OnKey?.Invoke(key);
        media.OnTimeout = OnSilence;
    }

    public override RtpLeg Media { get; }

    public override CancellationToken Ended => _ended.Token;

    public override LegEnd? How => _how;

    public override bool IsHeld => _terms.IsHeld;

    /// <summary>Whether the leg is this dialog: what Replaces names.</summary>
    public bool Is(Dialog dialog) => ReferenceEquals(_dialog, dialog);

    /// <summary>Told the figures of its packets when the leg is over, on any thread; must return at once.</summary>
    public Action<RtpStatistics>? OnOver { get; set; }

    /// <summary>Our SDP for an INVITE, or for the 200 to one without SDP.</summary>
    public ReadOnlyMemory<byte> Offer() => _terms.Offer();

    /// <summary>Our SDP for the 200; null when there is nothing in common.</summary>
    public ReadOnlyMemory<byte>? Answer(ReadOnlyMemory<byte> offer) => offer.IsEmpty ? Offer() : _terms.Answer(offer);

    /// <summary>Takes the answer to our offer and begins to send and hear. False when it does not fit.</summary>
    public bool TryAccept(ReadOnlyMemory<byte> answer)
    {
        var wasHeld = IsHeld;
        if (!_terms.TryAccept(answer))
        {
            return false;
        }

        StartMedia();
        TellHold(wasHeld);
        return true;
    }

    /// <summary>The dialog is there: from now on the leg lives and dies with it.</summary>
    public void Attach(Dialog dialog)
    {
        bool isOver;
        lock (_gate)
        {
            _dialog = dialog;
            isOver = _how is not null;
        }

        dialog.OnReInvite = OnReInvite;
        dialog.OnAck = OnAck;
        dialog.OnRefreshed = answer => TryAccept(answer);
        dialog.OnInfo = OnInfo;
        dialog.OnRefer = (wish, progress) =>
            OnRefer?.Invoke(new PhoneRefer(wish.Dialled, wish.Replaces?.Dialog, progress.Tell)) == true;
        if (_keys == TrunkDtmf.Info)
        {
            UseInfo(dialog);
        }

        dialog.OnBye = end => Finish(end == DialogEnd.Fault ? LegEnd.Fault : LegEnd.ByPeer, null);
        if (isOver)
        {
            dialog.Bye();
        }
        else if (_terms.Agreed is not null)
        {
            StartMedia();
        }
    }

    public override void HangUp(string? reason = null) => Finish(LegEnd.ByUs, reason);

    private void StartMedia()
    {
        if (_terms.Agreed is { } agreed)
        {
            ListenFor(agreed);
            Media.Start(agreed);
        }
    }

    /// <summary>The answer to our offer. Without one that fits there will be no sound to wait for.</summary>
    private void OnAck(ReadOnlyMemory<byte> answer)
    {
        if (!(answer.IsEmpty ? _terms.Agreed is not null : TryAccept(answer)) && _terms.Agreed is null)
        {
            Finish(LegEnd.MediaLost, "SIP;cause=488");
        }
    }

    private ReadOnlyMemory<byte>? OnReInvite(ReadOnlyMemory<byte> offer)
    {
        var wasHeld = IsHeld;
        var answer = Answer(offer);
        if (answer is not null && !offer.IsEmpty && _terms.Agreed is { } agreed)
        {
            ListenFor(agreed);
            Media.Renegotiate(agreed);
            TellHold(wasHeld);
        }

        return answer;
    }

    private void TellHold(bool wasHeld)
    {
        if (IsHeld != wasHeld)
        {
            OnHold?.Invoke(IsHeld);
        }
    }

    /// <summary>Keys of far sides without RFC 4733; one that sends tones too is heard once.</summary>
    private void OnInfo(InfoReceived info)
    {
        var isTaken = _keys == TrunkDtmf.Info
            || (_keys == TrunkDtmf.Auto && _terms.Agreed is not { DigitPayloadType: not null });
        if (!isTaken || _dialog is not { } dialog || InfoKeys.Read(info) is not { } key)
        {
            return;
        }

        UseInfo(dialog);
        if (!WasTone(key))
        {
            OnKeyBegan?.Invoke(key);
            OnKey?.Invoke(key);
            Media.PassOn(key);
        }
    }

    /// <summary>
    /// Keys are looked for in the sound where the line is set so, and else in that of a far side that has no
    /// telephone-event and sent no INFO yet.
    /// </summary>
    private void ListenFor(NegotiatedMedia agreed) => Media.HearsTones = _keys == TrunkDtmf.Inband
        || (_keys == TrunkDtmf.Auto && _infoKeys is null && agreed.DigitPayloadType is null);

    /// <summary>It presses keys by INFO: so do we, and its sound is not listened to any more.</summary>
    private void UseInfo(Dialog dialog)
    {
        _infoKeys ??= new InfoKeys(dialog);
        Media.HearsTones = false;
        Media.OnKeyOut = _infoKeys.Press;
    }

    /// <summary>The first press of a phone that sends both was heard by its tone a moment ago.</summary>
    private bool WasTone(char key)
    {
        var began = Interlocked.Exchange(ref _lastBegan, 0);
        return (char)(began & 0xFF) == key && Milliseconds() - (began >> 8) < SamePress.TotalMilliseconds;
    }

    private long Milliseconds() => _time.GetTimestamp() * 1000 / _time.TimestampFrequency;

    /// <summary>On the media thread: only posts.</summary>
    private void OnSilence() => _dialog?.Mailbox.PostOwn(() =>
    {
        if (IsHeld)
        {
            return;   // most phones that hold by sendonly have no music to send; the other side ends such a call
        }

        if (Media.Statistics.Received > 0)
        {
            Finish(LegEnd.MediaLost, null);
        }
        else if (_how is null)
        {
            _neverHeard ??= _time.CreateTimer(_ => EndIfNeverHeard(), null, NeverHeardMax, NeverHeardMax);
        }
    });

    private void EndIfNeverHeard()
    {
        if (Media.Statistics.Received == 0 && !IsHeld)
        {
            Finish(LegEnd.MediaLost, null);
        }
    }

    private void Finish(LegEnd how, string? reason)
    {
        Dialog? dialog;
        lock (_gate)
        {
            if (_how is not null)
            {
                return;
            }

            _how = how;
            dialog = _dialog;
        }

        if (how != LegEnd.ByPeer)
        {
            dialog?.Bye(reason);
        }

        _neverHeard?.Dispose();
        OnOver?.Invoke(Media.Statistics);
        Media.Dispose();
        _closed();
        // Whoever waits for the end goes on elsewhere: this may be a mailbox.
        _ = _ended.CancelAsync();
    }
}
