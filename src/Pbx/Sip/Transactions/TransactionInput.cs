namespace Zhkh.Pbx.Sip;

/// <summary>
/// What can happen to a transaction. A server transaction is given requests by the wire and responses by its user;
/// a client transaction is given responses by the wire.
/// </summary>
internal enum TransactionInput
{
    /// <summary>The request again (a retransmission).</summary>
    Request,

    /// <summary>The ACK of the same transaction, that is of a 300–699.</summary>
    Ack,

    /// <summary>1xx.</summary>
    Provisional,

    /// <summary>2xx.</summary>
    Success,

    /// <summary>300–699.</summary>
    Failure,

    /// <summary>Timer A, E or G.</summary>
    RetransmitTimer,

    /// <summary>Timer B, F or H.</summary>
    GiveUpTimer,

    /// <summary>Timer D, I, J, K, L or M.</summary>
    LingerTimer,

    /// <summary>The transport could not send.</summary>
    TransportError,
}
