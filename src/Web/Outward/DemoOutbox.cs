namespace Zhkh.Web.Outward;

/// <summary>
/// The demo's gateway: nothing leaves the machine (CONTRACT), every message is "delivered" to the page /demo/outbox.
/// </summary>
internal sealed class DemoOutbox : IOutwardGateway
{
    public const string Reply = "demo outbox";

    public string Name => "demo";

    public Task<Verdict> SendAsync(Parcel parcel, CancellationToken cancel) =>
        Task.FromResult(new Verdict(VerdictKind.Delivered, Reply));
}
