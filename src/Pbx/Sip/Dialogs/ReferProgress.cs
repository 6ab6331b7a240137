namespace Zhkh.Pbx.Sip;

/// <summary>
/// How a transfer goes, told to the phone that asked for it: NOTIFY with a fragment of a response (RFC 3515 §2.4.4).
/// May be used from any thread; after a final status, the end of the dialog or a refused NOTIFY it says nothing more.
/// </summary>
public sealed class ReferProgress
{
    private readonly Mailbox _mailbox;
    private readonly Action<int> _tell;

    internal ReferProgress(Mailbox mailbox, Action<int> tell) => (_mailbox, _tell) = (mailbox, tell);

    /// <summary>100–199 while the target is tried; 200–699 ends the subscription.</summary>
    public void Tell(int status)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 699);
        _mailbox.PostOwn(() => _tell(status));
    }
}
