using System.Globalization;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// New offers inside a dialog, theirs and ours: re-INVITE and UPDATE, one after the other as
/// <see cref="ExchangeMachine"/> allows, with the back-off of RFC 3261 §14.1 when both sides began at once. Lives in
/// the mailbox.
/// </summary>
internal sealed class DialogOffers
{
    /// <summary>Wishes of ours that wait; a call holds, resumes and moves no faster.</summary>
    public const int WishesMax = 8;

    /// <summary>Times that one wish is tried before the peer's refusal is believed.</summary>
    public const int TriesMax = 6;

    private const uint RetryAfterMaxSeconds = 10;
    private readonly Dialog _dialog;
    private readonly DialogWire _wire;
    private readonly SessionTimer _timer;
    private readonly WheelTimer _backOff;
    private readonly Queue<Pending> _wishes = new();
    private ExchangeState _state;
    private bool _running;
    private bool _blocked;

    /// <param name="state">Where the INVITE that makes the dialog stands.</param>
    public DialogOffers(Dialog dialog, DialogWire wire, SessionTimer timer, ExchangeState state)
    {
        (_dialog, _wire, _timer, _state) = (dialog, wire, timer, state);
        _backOff = new WheelTimer(wire.Core.Wheel, wire.Mailbox, Try);
    }

    /// <summary>What we said last: a refresh by re-INVITE says it again (RFC 4028 §7.4).</summary>
    public ReadOnlyMemory<byte> LastSdp { get; set; }

    /// <summary>True when offer and answer of the INVITE are exchanged already.</summary>
    public bool IsAnsweredEarly => _state is ExchangeState.TheirInviteAnswered or ExchangeState.TheirInviteOffered;

    public ExchangeVerdict Take(ExchangeInput input)
    {
        (_state, var verdict) = ExchangeMachine.On(_state, input);
        if (_state == ExchangeState.Idle && _blocked)
        {
            _blocked = false;
            _wire.Mailbox.PostOwn(Try);
        }

        return verdict;
    }

    /// <summary>A re-INVITE or an UPDATE of the peer.</summary>
    public void Serve(ServerTransaction transaction, SipRequest request, Flow flow)
    {
        var isInvite = request.Method == SipMethod.Invite;
        var hasOffer = isInvite || request.Body.Length > 0;
        var verdict = hasOffer
            ? Take(isInvite ? ExchangeInput.TheyInvite : ExchangeInput.TheyOffer) : ExchangeVerdict.Proceed;
        if (verdict == ExchangeVerdict.Glare)
        {
            // §14.2: both sides offer at once; the one who began the call waits longer and tries again.
            _wire.Respond(transaction, request, flow, StatusCode.RequestPending);
            return;
        }

        if (verdict == ExchangeVerdict.Later)
        {
            _wire.RespondLater(transaction, request, flow);
            return;
        }

        if (!SessionTerms.TryAnswer(request, _wire.Core.Options, _timer.Terms, out var terms))
        {
            Refuse(isInvite);
            _wire.Respond(transaction, request, flow, StatusCode.SessionIntervalTooSmall, r => r.Headers.Add(
                HeaderName.MinSE, _wire.Core.Options.SessionMinSeconds.ToString(CultureInfo.InvariantCulture)));
            return;
        }

        ReadOnlyMemory<byte>? answer = default(ReadOnlyMemory<byte>);
        if (hasOffer && _dialog.OnReInvite is null)
        {
            // RFC 3311 §5.2: nobody can answer it yet, which is no refusal; it comes again.
            Refuse(isInvite);
            _wire.RespondLater(transaction, request, flow);
            return;
        }

        if (hasOffer)
        {
            answer = _dialog.OnReInvite?.Invoke(request.Body);
        }

        if (answer is { } sdp)
        {
            Accept(transaction, request, flow, sdp, terms);
            return;
        }

        // RFC 3261 §14.2: a refused offer changes nothing, the interval neither.
        Refuse(isInvite);
        _wire.Respond(transaction, request, flow, StatusCode.NotAcceptableHere);
    }

    private void Refuse(bool isInvite)
    {
        if (isInvite)
        {
            Take(ExchangeInput.WeRefuse);
        }
    }

    /// <summary>Our wish to offer, from any thread.</summary>
    public Task<ReInviteResult> WishAsync(SipMethod method, ReadOnlyMemory<byte> offer)
    {
        var result = new TaskCompletionSource<ReInviteResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_wire.Mailbox.PostOwn(() => Wish(method, offer, (response, status) => result.TrySetResult(
            new ReInviteResult(status, response is { IsSuccess: true } ? response.Body : default)))))
        {
            result.TrySetResult(new ReInviteResult(StatusCode.ServiceUnavailable, default));
        }

        return result.Task;
    }

    /// <summary>Our wish to offer. Its end is told in the mailbox, once.</summary>
    public void Wish(SipMethod method, ReadOnlyMemory<byte> offer, Action<SipResponse?, int> done)
    {
        if (_dialog.End is not null || _wishes.Count >= WishesMax)
        {
            done(null, _dialog.End is null ? StatusCode.RequestPending : StatusCode.CallDoesNotExist);
            return;
        }

        _wishes.Enqueue(new Pending(method, offer, done));
        if (!_running)
        {
            Try();
        }
    }

    /// <summary>The dialog is over: nothing that was wished comes true.</summary>
    public void Stop()
    {
        _backOff.Stop();
        while (_wishes.TryDequeue(out var wish))
        {
            wish.Done(null, StatusCode.CallDoesNotExist);
        }
    }

    private void Accept(
        ServerTransaction transaction, SipRequest request, Flow flow, ReadOnlyMemory<byte> sdp, SessionTerms terms)
    {
        _timer.Learn(request);
        _wire.Sender.Target = DialogParts.TargetOf(request) ?? _wire.Sender.Target;
        LastSdp = sdp.Length > 0 ? sdp : LastSdp;
        _wire.Respond(transaction, request, flow, StatusCode.Ok, r =>
        {
            r.Headers.Add(HeaderName.Contact, MessageText.Contact(_wire.Core, flow));
            r.Headers.Add(HeaderName.Supported, MessageText.Supported);
            terms.WriteTo(r);
            r.SetBody(sdp.Length == 0 ? null : MessageText.Sdp, sdp);
        });
        if (request.Method == SipMethod.Invite)
        {
            Take(ExchangeInput.WeAccept);
            _dialog.OnAnswerSent(transaction, request.CSeq.Number);
        }

        // RFC 4028 §3: an early dialog has no session yet that could expire.
        if (!_dialog.IsEarly)
        {
            _timer.Begin(terms);
        }
    }

    private void Try()
    {
        if (_dialog.End is not null)
        {
            Stop();
            return;
        }

        if (!_wishes.TryPeek(out var wish))
        {
            _running = false;
            return;
        }

        _running = true;
        var isInvite = wish.Method == SipMethod.Invite;
        if (Take(isInvite ? ExchangeInput.WeInvite : ExchangeInput.WeUpdate) != ExchangeVerdict.Proceed)
        {
            // The end of what goes on now wakes it.
            _blocked = true;
            return;
        }

        wish.Tries++;
        _wire.Sender.Send(
            wish.Method, MessageText.Sdp, wish.Offer, (response, status) => OnFinal(wish, response, status));
    }

    private void OnFinal(Pending wish, SipResponse? response, int status)
    {
        Take(ExchangeInput.Concluded);
        if (_dialog.End is not null)
        {
            Stop();
            return;
        }

        if (wish.Tries < TriesMax && BackOff(response, status) is { } wait)
        {
            _backOff.Start(wait);
            return;
        }

        _wishes.TryDequeue(out _);
        if (response is { IsSuccess: true })
        {
            LastSdp = wish.Offer;
            _timer.OnAccepted(response);
        }

        wish.Done(response, status);
        _dialog.OnOtherFinal(response, status);
        Try();
    }

    /// <summary>How long to wait before the same again; null when the answer is final.</summary>
    private TimeSpan? BackOff(SipResponse? response, int status)
    {
        if (status == StatusCode.RequestPending)
        {
            // §14.1: the owner of the Call-ID waits 2.1 to 4 s, the other up to 2 s, in units of 10 ms.
            var units = _wire.Parts.IsCaller ? Random.Shared.Next(210, 401) : Random.Shared.Next(0, 201);
            return TimeSpan.FromMilliseconds(10 * units);
        }

        if (response is not null && _timer.TryRaise(response))
        {
            return TimeSpan.Zero;
        }

        return status == StatusCode.ServerInternalError && response is not null
            && response.TryGetNumber(HeaderName.RetryAfter, out var seconds) && seconds <= RetryAfterMaxSeconds
                ? TimeSpan.FromSeconds(seconds) : null;
    }

    private sealed record Pending(SipMethod Method, ReadOnlyMemory<byte> Offer, Action<SipResponse?, int> Done)
    {
        public int Tries { get; set; }
    }
}
