using Zhkh.Pbx.Dialer;
using Zhkh.Pbx.Events;

namespace Zhkh.Web.Wiring;

/// <summary>
/// A person of ours called a resident of their own accord and they talked: it counts like a call of the robot. A
/// callback is a call the resident asked for.
/// </summary>
internal static class OwnCallIsContact
{
    public static Task RunAsync(IServiceProvider services, CallFinished fact, CancellationToken cancel) =>
        fact is { Direction: "outbound", TalkSeconds: > 0, Tag: null, Phone: { } phone }
            ? services.GetRequiredService<ContactLedger>().RecordManualAsync(
                fact.CallId, fact.Organisation, phone, fact.AccountNumber, fact.ArrivedAt, cancel)
            : Task.CompletedTask;
}
