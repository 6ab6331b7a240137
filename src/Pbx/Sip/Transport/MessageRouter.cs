using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// Where a message goes (CONTRACT, "Who is who on the SIP port"): screening, then its transaction or dialog, then the
/// question who sent it; only a call that is wanted gets a transaction and a mailbox. Runs on the receive threads and
/// awaits nothing.
/// </summary>
internal sealed class MessageRouter(
    SipCore core, IPeerDirectory peers, LoginGate logins, FloodGuard guard, CallGate gate)
{
    /// <summary>How long an address that logged in by a call keeps a phone's rate.</summary>
    private static readonly TimeSpan VouchedByCall = TimeSpan.FromMinutes(10);

    private readonly StatelessAnswers _answers = new(core);

    /// <summary>The owner of new calls.</summary>
    public Func<IncomingInvite, Task>? OnInvite { get; set; }

    public IRegistrar? Registrar { get; set; }

    /// <summary>Told of a wanted call that got 503.</summary>
    public Action<SipRequest, PeerIdentity>? OnShed { get; set; }

    /// <summary>One message of a flow that was let in. False when it was not SIP at all.</summary>
    public bool OnMessage(Flow flow, ReadOnlySpan<byte> octets)
    {
        core.Options.Trace?.Invoke(new SipTrace(false, flow.Remote, octets.ToArray()));
        SipParser.TryParse(octets, core.Options.Limits, out var message, out var error);
        var verdict = RequestScreening.Judge(message, error, MessageText.Profile);
        if (message is SipRequest request && verdict.Action == ScreeningAction.Answer)
        {
            _answers.Send(request, flow, verdict);
        }
        else if (verdict.Action == ScreeningAction.Pass && message is SipRequest whole)
        {
            OnRequest(whole, flow);
        }
        else if (verdict.Action == ScreeningAction.Pass && message is SipResponse response)
        {
            OnResponse(response);
        }
        else
        {
            SipMetrics.Dropped.Add(1);
        }

        return error != ParseError.NotSip;
    }

    /// <summary>
    /// Octets of a stream that are no whole message: answered when a request can be made out in them.
    /// </summary>
    public void OnLost(Flow flow, ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty)
        {
            return;
        }

        SipParser.TryParse(octets, core.Options.Limits, out var message, out var error);
        var verdict = RequestScreening.Judge(message, error, MessageText.Profile);
        if (message is not SipRequest request || verdict.Action == ScreeningAction.Drop
            || request.Method == SipMethod.Ack)
        {
            SipMetrics.Dropped.Add(1);
        }
        else if (verdict.Action == ScreeningAction.Answer)
        {
            _answers.Send(request, flow, verdict);
        }
        else
        {
            // RFC 3261 §18.3, §20.14: on a stream Content-Length is not optional.
            _answers.Send(request, flow, StatusCode.BadRequest);
        }
    }

    private void OnResponse(SipResponse response)
    {
        // RFC 3261 §8.1.3.3: a response with more than our Via was misrouted.
        if (response.TopVia.Branch is { } branch
            && core.Transactions.FindClient(TransactionKey.OfResponse(response, branch)) is { } transaction)
        {
            transaction.Mailbox.Post(() => transaction.OnResponse(response));
            return;
        }

        SipMetrics.Dropped.Add(1);
    }

    private void OnRequest(SipRequest request, Flow flow)
    {
        if (request.Method == SipMethod.Ack)
        {
            OnAck(request);
        }
        else if (core.Transactions.FindServer(TransactionKey.Of(request)) is { } transaction)
        {
            transaction.Mailbox.Post(() => transaction.OnRequest(request.Method));
        }
        else if (request.Method == SipMethod.Cancel)
        {
            OnCancel(request, flow);
        }
        else if (request.To.Tag is not null)
        {
            OnInDialog(request, flow);
        }
        else if (request.Method == SipMethod.Options)
        {
            _answers.Send(
                request, flow, StatusCode.Ok,
                (HeaderName.Allow, MessageText.Allow), (HeaderName.Accept, MessageText.Sdp),
                (HeaderName.Supported, MessageText.Supported));
        }
        else if (request.Method == SipMethod.Register)
        {
            OnRegister(request, flow);
        }
        else
        {
            OnNewcomer(request, flow);
        }
    }

    private void OnAck(SipRequest ack)
    {
        if (core.Transactions.FindServer(TransactionKey.Of(ack)) is { } transaction)
        {
            transaction.Mailbox.Post(() => transaction.OnRequest(SipMethod.Ack));
        }

        // The ACK of a 2xx belongs to the dialog, whatever its branch.
        if (core.Conversations.Find(ack.CallId) is { } conversation
            && conversation.Find(ack.To.Tag, ack.From.Tag) is { } dialog)
        {
            conversation.Mailbox.Post(() => dialog.OnAckReceived(ack));
        }
    }

    private void OnCancel(SipRequest cancel, Flow flow)
    {
        if (core.Transactions.FindServer(TransactionKey.OfCancelled(cancel)) is not { } invite)
        {
            _answers.Send(cancel, flow, StatusCode.CallDoesNotExist);
            return;
        }

        // §9.2: 200 to the CANCEL in any case; it does nothing to an INVITE that has its answer. Its copies get 200
        // again, so it needs no transaction.
        _answers.Send(cancel, flow, StatusCode.Ok);
        invite.Mailbox.Post(() => invite.OnCancel?.Invoke());
    }

    private void OnInDialog(SipRequest request, Flow flow)
    {
        if (core.Conversations.Find(request.CallId) is not { } conversation
            || conversation.Find(request.To.Tag, request.From.Tag) is not { } dialog)
        {
            _answers.Send(request, flow, StatusCode.CallDoesNotExist);
            return;
        }

        var transaction = new ServerTransaction(
            core, conversation.Mailbox, TransactionKey.Of(request), request.Method == SipMethod.Invite,
            ReplyRoute.Of(request, flow));
        if (!core.Transactions.TryAdd(transaction))
        {
            _answers.Send(request, flow, StatusCode.ServiceUnavailable, (HeaderName.RetryAfter, CallGate.RetryAfter()));
        }
        else if (!conversation.Mailbox.Post(() => dialog.OnRequest(transaction, request, flow)))
        {
            // A full mailbox: the copy that the peer sends in half a second finds room, or the next one.
            core.Transactions.Remove(transaction);
        }
    }

    private void OnRegister(SipRequest request, Flow flow)
    {
        if (Registrar is null)
        {
            _answers.Send(request, flow, StatusCode.ServiceUnavailable);
            return;
        }

        if (Registrar.Repeat(request, flow) is { } again)
        {
            _answers.Send(request, flow, again.Status, [.. again.Fields]);
            return;
        }

        var user = request.To.Uri.User;
        if (!IsLoggedIn(request, flow, user))
        {
            return;
        }

        var answer = Registrar.Register(user, request, flow);
        if (answer.Life > TimeSpan.Zero)
        {
            guard.Vouch(flow.Remote.Address, answer.Life);
        }

        _answers.Send(request, flow, answer.Status, [.. answer.Fields]);
    }

    private void OnNewcomer(SipRequest request, Flow flow)
    {
        var peer = Identify(request, flow);
        if (peer is null)
        {
            return;
        }

        if (request.Method != SipMethod.Invite)
        {
            // BYE, INFO, UPDATE belong to a dialog and name none.
            _answers.Send(request, flow, StatusCode.CallDoesNotExist);
            return;
        }

        var number = peer.Dialled(request);
        if (peer.Kind == PeerKind.Stranger || (peer.Kind == PeerKind.Trunk && !core.Options.IsPublicNumber(number)))
        {
            _answers.Send(request, flow, StatusCode.NotFound);
            return;
        }

        if (!SessionTerms.TryAnswer(request, core.Options, SessionTerms.None, out _))
        {
            _answers.Send(request, flow, StatusCode.SessionIntervalTooSmall, (
                HeaderName.MinSE, core.Options.SessionMinSeconds.ToString(CultureInfo.InvariantCulture)));
            return;
        }

        var refusal = Replacement.Judge(core, request, peer, out var replaces);
        if (refusal != 0)
        {
            _answers.Send(request, flow, refusal);
            return;
        }

        if (gate.Refuses(number) is { } why)
        {
            Shed(request, flow, peer, why);
            return;
        }

        Offer(request, flow, peer, replaces);
    }

    /// <summary>Null when the request was answered with a challenge or with silence.</summary>
    private PeerIdentity? Identify(SipRequest request, Flow flow)
    {
        var transport = flow.Transport.InUri();
        var user = request.From.Uri.IsSip ? request.From.Uri.User : "";
        if (peers.NamesExtension(user))
        {
            if (!IsLoggedIn(request, flow, user))
            {
                return null;
            }

            guard.Vouch(flow.Remote.Address, VouchedByCall);
            return new PeerIdentity(PeerKind.Extension, user, flow.Remote, transport);
        }

        var isTrunk = peers.IsTrunk(flow.Remote.Address) && !flow.Transport.IsSocket();
        var kind = isTrunk ? PeerKind.Trunk : PeerKind.Stranger;
        return new PeerIdentity(kind, null, flow.Remote, transport)
        {
            TrunkCall = isTrunk ? peers.TrunkCallOf(request, flow) : null,
        };
    }

    private bool IsLoggedIn(SipRequest request, Flow flow, string user)
    {
        var result = logins.Judge(request, flow, user);
        if (result is LoginResult.Challenge or LoginResult.Stale)
        {
            _answers.Send(request, flow, StatusCode.Unauthorized, (
                HeaderName.WwwAuthenticate, logins.Challenge(flow, user, result == LoginResult.Stale)));
        }
        else if (result == LoginResult.Silence)
        {
            SipMetrics.Silenced.Add(1);
        }

        return result == LoginResult.Accepted;
    }

    private void Offer(SipRequest request, Flow flow, PeerIdentity peer, ReplacesField? replaces)
    {
        if (OnInvite is not { } owner)
        {
            Shed(request, flow, peer, "starting");
            return;
        }

        if (core.Conversations.TryOpen(request.CallId) is not { } conversation)
        {
            // §8.2.2.2: the same call by another way, or our own call come back; or no room.
            if (core.Conversations.Find(request.CallId) is null)
            {
                Shed(request, flow, peer, "conversations");
            }
            else
            {
                _answers.Send(request, flow, StatusCode.LoopDetected);
            }

            return;
        }

        var transaction = new ServerTransaction(
            core, conversation.Mailbox, TransactionKey.Of(request), isInvite: true, ReplyRoute.Of(request, flow));
        if (!core.Transactions.TryAdd(transaction))
        {
            core.Conversations.Release(conversation);
            Shed(request, flow, peer, "transactions");
            return;
        }

        SipMetrics.Invites.Add(1);
        conversation.Mailbox.Post(() =>
        {
            var invite = new IncomingInvite(core, conversation, transaction, request, flow, peer)
            {
                Replaces = replaces,
            };
            conversation.FailPending = invite.Fail;
            invite.Begin(owner);
        });
    }

    private void Shed(SipRequest request, Flow flow, PeerIdentity peer, string why)
    {
        SipMetrics.Shed.Add(1);
        if (core.Log.IsEnabled(LogLevel.Warning))
        {
            SipLog.Shed(core.Log, why);
        }

        _answers.Send(request, flow, StatusCode.ServiceUnavailable, (HeaderName.RetryAfter, CallGate.RetryAfter()));
        OnShed?.Invoke(request, peer);
    }
}
