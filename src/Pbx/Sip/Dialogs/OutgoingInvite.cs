using System.Globalization;
using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// A call we make, until it is answered or fails. Set the delegates, then <see cref="Start"/>. They run in
/// <see cref="Mailbox"/> and return at once; exactly one of <see cref="OnAnswered"/> and <see cref="OnFailed"/> is
/// told,
/// once. Methods may be called from any thread.
/// </summary>
public sealed class OutgoingInvite : IClientUser
{
    /// <summary>Second answers of forks that are thanked and ended; beyond that they are left alone.</summary>
    internal const int ForksMax = 8;

    /// <summary>Times that a peer may ask for a longer session (422); proxies on the way may each ask once.</summary>
    private const int RaisesMax = 2;

    private readonly SipCore _core;
    private readonly OutgoingInviteRequest _request;
    private readonly Conversation? _conversation;
    private readonly Dictionary<string, (Dialog Dialog, byte[] Ack)> _answers = new(StringComparer.Ordinal);
    private readonly string _fromTag = SipTokens.Tag();
    private readonly EarlyDialogs? _early;
    private ClientTransaction? _transaction;
    private uint _cseq = 1;
    private int _attempts;
    private int _raises;
    private uint _sessionSeconds;
    private uint _sessionMinSeconds;
    private bool _cancelWanted;
    private string? _cancelReason;
    private bool _cancelSent;
    private bool _done;

    internal OutgoingInvite(SipCore core, OutgoingInviteRequest request, Conversation? conversation, string callId)
    {
        (_core, _request, _conversation, CallId) = (core, request, conversation, callId);
        (_sessionSeconds, _sessionMinSeconds) = (core.Options.SessionSeconds, core.Options.SessionMinSeconds);
        _early = conversation is null ? null : new EarlyDialogs(core, conversation, request);
        Mailbox = conversation?.Mailbox ?? request.Mailbox ?? new Mailbox(
            fault => SipLog.ConversationFault(core.Log, fault, callId));
    }

    public string CallId { get; }

    /// <summary>The one reader of this conversation.</summary>
    public Mailbox Mailbox { get; }

    /// <summary>True once anything at all was answered, be it 100.</summary>
    public bool IsHeard { get; private set; }

    /// <summary>Status 101–199, and SDP when early media is offered. Forks ring by turns.</summary>
    public Action<int, ReadOnlyMemory<byte>>? OnProvisional { get; set; }

    /// <summary>
    /// SDP before the answer: what the peer plays now may be heard. Of forks, the one that spoke last.
    /// </summary>
    public Action<ReadOnlyMemory<byte>>? OnEarlyMedia { get; set; }

    /// <summary>A dialog that rings, one for each fork: its delegates may be set before the answer.</summary>
    public Action<Dialog>? OnEarlyDialog { get; set; }

    /// <summary>
    /// The dialog that rings, of forks the first; null before the first ring and after the end. May be asked to answer
    /// (<see cref="Dialog.NotifyTalk"/>).
    /// </summary>
    public Dialog? Early => _done ? null : _early?.First;

    /// <summary>
    /// The dialog, already acknowledged, and the peer's SDP; that of its provisional when the 2xx has none.
    /// </summary>
    public Action<Dialog, ReadOnlyMemory<byte>>? OnAnswered { get; set; }

    /// <summary>
    /// The final status; 408 when nobody answered, 487 when cancelled, 503 when it could not be sent.
    /// </summary>
    public Action<int>? OnFailed { get; set; }

    /// <summary>Sends the INVITE. Once, after the delegates are set.</summary>
    public void Start() => Mailbox.PostOwn(() =>
    {
        if (_conversation is null)
        {
            Fail(StatusCode.ServiceUnavailable);
        }
        else if (_cancelWanted)
        {
            Fail(StatusCode.RequestTerminated);
        }
        else
        {
            Send(null);
        }
    });

    /// <summary>
    /// Gives up. An answer that crosses the CANCEL is acknowledged and ended with BYE; <see cref="OnFailed"/> tells
    /// 487.
    /// </summary>
    /// <param name="reason">Value of a Reason header (RFC 3326), or null.</param>
    public void Cancel(string? reason = null) => Mailbox.PostOwn(() =>
    {
        if (!_done)
        {
            _cancelReason ??= reason;
            _cancelWanted = true;
            TryCancel();
        }
    });

    void IClientUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (transaction != _transaction)
        {
            // The CANCEL's own response, or a late one of an attempt that was challenged.
            return;
        }

        IsHeard = true;
        if (response.IsProvisional)
        {
            OnRinging(transaction, response);
        }
        else if (response.IsSuccess)
        {
            OnAnswer(transaction, response);
        }
        else
        {
            OnRefusal(transaction, response);
        }
    }

    void IClientUser.OnNoResponse(ClientTransaction transaction, int asStatus)
    {
        if (transaction == _transaction)
        {
            Fail(_cancelWanted ? StatusCode.RequestTerminated : asStatus);
        }
    }

    private void OnRinging(ClientTransaction transaction, SipResponse response)
    {
        if (response.Status == StatusCode.Trying || _done || _early is null)
        {
            TryCancelIfWanted();
            return;
        }

        var isNews = _early.TryTake(transaction, response, out var dialog, out var isNew);
        if (_cancelWanted || !isNews)
        {
            TryCancelIfWanted();
            return;
        }

        if (isNew && dialog is not null)
        {
            OnEarlyDialog?.Invoke(dialog);
        }

        OnProvisional?.Invoke(response.Status, response.Body);
        if (response.Body.Length > 0)
        {
            _early.Remember(response.To.Tag ?? "", response.Body);
            OnEarlyMedia?.Invoke(response.Body);
        }
    }

    private void TryCancelIfWanted()
    {
        if (_cancelWanted)
        {
            TryCancel();
        }
    }

    private void OnAnswer(ClientTransaction transaction, SipResponse response)
    {
        var tag = response.To.Tag ?? "";
        if (_answers.TryGetValue(tag, out var known))
        {
            // Our ACK was lost (§13.2.2.4).
            known.Dialog.Repeat(known.Ack);
            return;
        }

        if (_conversation is null || _early is null || _answers.Count >= ForksMax)
        {
            return;
        }

        var sdp = response.Body.Length > 0 ? response.Body : _early.SdpOf(tag);
        var dialog = _early.Answered(tag);
        var added = dialog is not null;
        if (dialog is null)
        {
            var parts = DialogParts.OfOutgoing(
                transaction.Request, response, transaction.Flow, _request.StaysOnFlow, _request.Credentials);
            dialog = new Dialog(_core, _conversation, parts, ExchangeState.OurInvite);
            added = _conversation.TryAdd(dialog);
        }

        dialog.Confirm(response, _request.Offer);
        _answers.Add(tag, (dialog, dialog.Acknowledge(transaction.Request.CSeq.Number)));
        if (_done || _cancelWanted || !added)
        {
            // A fork too many, or an answer that crossed the CANCEL.
            dialog.SendBye(DialogEnd.ByUs, _cancelReason);
            Fail(StatusCode.RequestTerminated);
            return;
        }

        _done = true;
        _early.Close();
        _core.Conversations.Release(_conversation);
        OnAnswered?.Invoke(dialog, sdp);
    }

    private void OnRefusal(ClientTransaction transaction, SipResponse response)
    {
        if (response.Status is StatusCode.Unauthorized or StatusCode.ProxyAuthenticationRequired && !_cancelWanted
            && _request.Credentials is { } credentials && _attempts < OutgoingLogin.AttemptsMax
            && OutgoingLogin.Answer(response, SipMethod.Invite, UriOf(transaction), credentials) is { } login)
        {
            Again(login);
            return;
        }

        // RFC 4028 §7.3: the same call with the interval that was asked for.
        if (response.Status == StatusCode.SessionIntervalTooSmall && !_cancelWanted && _raises < RaisesMax
            && SessionTerms.Raised(response, _sessionSeconds) is { } raised)
        {
            _raises++;
            _attempts--;
            (_sessionSeconds, _sessionMinSeconds) = (raised, raised);
            Again(null);
            return;
        }

        Fail(response.Status);
    }

    private void Again((HeaderName Name, string Value)? login)
    {
        _early?.Close();
        _cseq++;
        Send(login);
    }

    private void Send((HeaderName Name, string Value)? login)
    {
        _attempts++;
        var request = RouteSet.Of(_request.Path).Request(SipMethod.Invite, _request.Target);
        var headers = request.Headers;
        var name = WireText.View(Encoding.UTF8.GetBytes(_request.FromName));
        headers.Add(HeaderName.From, NameAddress.Format(name, _request.From, _fromTag));
        headers.Add(HeaderName.To, NameAddress.Format("", _request.To ?? _request.Target));
        headers.Add(HeaderName.CallId, CallId);
        headers.Add(HeaderName.CSeq, new CSeq(_cseq, SipMethod.Invite).ToString());
        headers.Add(HeaderName.MaxForwards, MessageText.MaxForwards);
        headers.Add(HeaderName.Contact, MessageText.Contact(_core, _request.Flow));
        headers.Add(HeaderName.Allow, _request.StaysOnFlow ? MessageText.AllowPhone : MessageText.Allow);
        headers.Add(HeaderName.Accept, MessageText.Sdp);
        AddWishes(headers);
        foreach (var (field, value) in _request.Headers)
        {
            headers.Add(field, value);
        }

        if (login is { } shown)
        {
            headers.Add(shown.Name, shown.Value);
        }

        request.SetBody(MessageText.Sdp, _request.Offer);
        _transaction = new ClientTransaction(_core, Mailbox, this, request, _request.Flow);
        _transaction.Begin();
    }

    /// <summary>Session timer (RFC 4028 §7.1) and automatic answer.</summary>
    private void AddWishes(HeaderTable headers)
    {
        headers.Add(HeaderName.Supported, MessageText.Supported);
        if (_sessionSeconds > 0)
        {
            headers.Add(HeaderName.SessionExpires, _sessionSeconds.ToString(CultureInfo.InvariantCulture));
            headers.Add(HeaderName.MinSE, _sessionMinSeconds.ToString(CultureInfo.InvariantCulture));
        }

        if (_request.AutoAnswer)
        {
            var us = $"<sip:{_core.HostPortOf(_request.Flow)}>";
            headers.Add(HeaderName.CallInfo, us + ";answer-after=0");
            headers.Add(HeaderName.AlertInfo, us + ";info=alert-autoanswer");
        }
    }

    /// <summary>§9.1: no CANCEL before a provisional response; it has the INVITE's branch.</summary>
    private void TryCancel()
    {
        if (_cancelSent || _transaction is not { IsProceeding: true } invite)
        {
            return;
        }

        _cancelSent = true;
        var cancel = new SipRequest(SipMethod.Cancel, UriOf(invite));
        foreach (var via in invite.Request.Headers.Values(HeaderName.Via))
        {
            cancel.Headers.Add(HeaderName.Via, via.Span);
            break;
        }

        foreach (var field in (ReadOnlySpan<HeaderName>)
            [HeaderName.Route, HeaderName.From, HeaderName.To, HeaderName.CallId])
        {
            cancel.Headers.CopyFrom(invite.Request.Headers, field);
        }

        cancel.Headers.Add(HeaderName.CSeq, new CSeq(invite.Request.CSeq.Number, SipMethod.Cancel).ToString());
        cancel.Headers.Add(HeaderName.MaxForwards, MessageText.MaxForwards);
        if (_cancelReason is { } reason)
        {
            cancel.Headers.Add(HeaderName.Reason, reason);
        }

        invite.LimitWait();
        new ClientTransaction(_core, Mailbox, this, cancel, invite.Flow).Begin();
    }

    private void Fail(int status)
    {
        if (_done)
        {
            return;
        }

        _done = true;
        _early?.Close();
        if (_conversation is not null)
        {
            _core.Conversations.Release(_conversation);
        }

        OnFailed?.Invoke(status);
    }

    private static string UriOf(ClientTransaction transaction) =>
        WireText.View(transaction.Request.RequestUriText.Span);
}
