namespace Zhkh.Pbx.Sip;

/// <summary>
/// The dialogs that provisional responses of one INVITE of ours make, one for each fork (RFC 3261 §13.2.2.1): reliable
/// ones are acknowledged in the order of their RSeq (RFC 3262 §4). Lives in the mailbox.
/// </summary>
internal sealed class EarlyDialogs(SipCore core, Conversation conversation, OutgoingInviteRequest request)
{
    private readonly Dictionary<string, Early> _forks = new(StringComparer.Ordinal);

    /// <summary>
    /// Takes one in. False when it is a copy, or comes out of order: it is not acknowledged, and the peer repeats it.
    /// </summary>
    /// <param name="isNew">True when the response made the dialog.</param>
    public bool TryTake(
        ClientTransaction transaction, SipResponse response, out Dialog? dialog, out bool isNew)
    {
        dialog = null;
        isNew = false;
        var tag = response.To.Tag ?? "";
        if (tag.Length == 0 || !response.Headers.Has(HeaderName.Contact))
        {
            return !response.Lists(HeaderName.Require, OptionTags.Reliable);
        }

        if (!_forks.TryGetValue(tag, out var early))
        {
            if (Open(transaction, response) is not { } opened)
            {
                return false;
            }

            _forks.Add(tag, early = new Early(opened));
            First ??= opened;
            isNew = true;
        }

        dialog = early.Dialog;
        dialog.Session.Learn(response);
        dialog.TakesTalk |= response.Lists(HeaderName.AllowEvents, "talk");
        if (!response.Lists(HeaderName.Require, OptionTags.Reliable))
        {
            return true;
        }

        if (!response.TryGetNumber(HeaderName.RSeq, out var rseq) || rseq == 0
            || (early.RSeq is { } last && rseq != last + 1))
        {
            return false;
        }

        early.RSeq = rseq;
        if (response.Body.Length > 0 && !early.IsAnswered)
        {
            early.IsAnswered = true;
            dialog.Take(ExchangeInput.TheyAnswer);
        }

        dialog.Pracks.Send(new RAck(rseq, response.CSeq));
        return true;
    }

    /// <summary>The SDP this fork said last; empty when it said none.</summary>
    public ReadOnlyMemory<byte> SdpOf(string tag) => _forks.TryGetValue(tag, out var early) ? early.Sdp : default;

    public void Remember(string tag, ReadOnlyMemory<byte> sdp)
    {
        if (_forks.TryGetValue(tag, out var early))
        {
            early.Sdp = sdp;
        }
    }

    /// <summary>The dialog of the fork that answered; null when it made none.</summary>
    public Dialog? Answered(string tag) => _forks.Remove(tag, out var early) ? early.Dialog : null;

    /// <summary>The first that rang; may be read from any thread.</summary>
    public Dialog? First { get; private set; }

    /// <summary>The INVITE is answered by another, or over: who only rang is forgotten.</summary>
    public void Close()
    {
        foreach (var early in _forks.Values)
        {
            early.Dialog.Close(DialogEnd.ByUs);
        }

        _forks.Clear();
    }

    private Dialog? Open(ClientTransaction transaction, SipResponse response)
    {
        if (_forks.Count >= OutgoingInvite.ForksMax)
        {
            return null;
        }

        var parts = DialogParts.OfOutgoing(
            transaction.Request, response, transaction.Flow, request.StaysOnFlow, request.Credentials);
        var dialog = new Dialog(core, conversation, parts, ExchangeState.OurInvite);
        if (conversation.TryAdd(dialog))
        {
            return dialog;
        }

        dialog.Close(DialogEnd.ByUs);
        return null;
    }

    private sealed class Early(Dialog dialog)
    {
        public Dialog Dialog => dialog;

        public uint? RSeq { get; set; }

        public bool IsAnswered { get; set; }

        public ReadOnlyMemory<byte> Sdp { get; set; }
    }
}
