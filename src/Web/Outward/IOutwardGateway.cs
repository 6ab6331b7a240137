namespace Zhkh.Web.Outward;

/// <summary>
/// Port to whoever carries messages out of the house: a mail server, an SMS operator, the demo's shelf.
/// </summary>
internal interface IOutwardGateway
{
    /// <summary>For logs and for the names of what it was told: smtp, twilio, smsc, demo.</summary>
    string Name { get; }

    /// <summary>
    /// Hands one message over. Every try of a message carries the same id. Trouble is a verdict; only cancellation is
    /// thrown.
    /// </summary>
    Task<Verdict> SendAsync(Parcel parcel, CancellationToken cancel);
}
