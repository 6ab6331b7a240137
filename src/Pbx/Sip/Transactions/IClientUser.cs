namespace Zhkh.Pbx.Sip;

/// <summary>Who sent a request and waits for its responses. Called in the mailbox.</summary>
internal interface IClientUser
{
    void OnResponse(ClientTransaction transaction, SipResponse response);

    /// <summary>Nobody answered in time (408 in effect), or the message could not be sent (503 in effect).</summary>
    void OnNoResponse(ClientTransaction transaction, int asStatus);
}
