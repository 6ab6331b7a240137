namespace Zhkh.Pbx.Sip;

/// <summary>One Call-ID: its mailbox, which other legs may share, and the dialogs that live in it.</summary>
internal sealed class Conversation(string callId, Mailbox mailbox)
{
    /// <summary>Forks of one call; more than this is not a call.</summary>
    public const int DialogsMax = 16;

    private readonly Lock _gate = new();
    private readonly List<Dialog> _dialogs = [];
    private int _holds;

    public string CallId { get; } = callId;

    public Mailbox Mailbox { get; } = mailbox;

    /// <summary>Refuses the INVITE that is not yet answered, after a defect.</summary>
    public Action? FailPending { get; set; }

    /// <summary>The dialog of a request: our tag is its To tag (RFC 3261 §12.2.2).</summary>
    public Dialog? Find(string? localTag, string? remoteTag)
    {
        lock (_gate)
        {
            foreach (var dialog in _dialogs)
            {
                if (dialog.Is(localTag, remoteTag))
                {
                    return dialog;
                }
            }

            return null;
        }
    }

    /// <summary>False when there are too many.</summary>
    public bool TryAdd(Dialog dialog)
    {
        lock (_gate)
        {
            if (_dialogs.Count >= DialogsMax)
            {
                return false;
            }

            _dialogs.Add(dialog);
            return true;
        }
    }

    /// <summary>After a defect nothing here can be believed: the caller gets 500, talking peers get BYE.</summary>
    public void End()
    {
        FailPending?.Invoke();
        Dialog[] dialogs;
        lock (_gate)
        {
            dialogs = [.. _dialogs];
        }

        foreach (var dialog in dialogs)
        {
            dialog.SendBye(DialogEnd.Fault, null);
        }
    }

    /// <summary>Somebody needs the conversation: a pending INVITE, a dialog.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _holds++;
        }
    }

    /// <summary>True when nobody needs it any more.</summary>
    public bool Release(Dialog? dialog)
    {
        lock (_gate)
        {
            if (dialog is not null)
            {
                _dialogs.Remove(dialog);
            }

            return --_holds == 0;
        }
    }
}
