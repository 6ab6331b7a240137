using System.Data.Common;
using System.Text.Json;
using Zhkh.Pbx.Events;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Dialer;

/// <summary>Facts of the dialer on their way into the outbox, in the transaction that makes them true.</summary>
internal static class DialFacts
{
    /// <summary>An order that ended without a call.</summary>
    public static DialFinished Ended(OpenOrder order, Disposition disposition, DateTimeOffset now) => new(
        order.Id, DialNames.Of(order.Kind), order.Organisation, order.Phone, order.AccountNumber,
        DialNames.Of(disposition), order.Tries, IsFinal: true, now, CallId: null, RecordingId: null, order.Tag,
        order.CampaignId, Answer: null);

    public static Task TellAsync(DbTransaction transaction, DialFinished fact, CancellationToken cancel) =>
        InsertAsync(transaction, nameof(DialFinished), fact.Organisation,
            JsonSerializer.Serialize(fact, DialJson.Default.DialFinished), cancel);

    public static Task TellAsync(DbTransaction transaction, CampaignChanged fact, CancellationToken cancel) =>
        InsertAsync(transaction, nameof(CampaignChanged), fact.Organisation,
            JsonSerializer.Serialize(fact, DialJson.Default.CampaignChanged), cancel);

    private static Task InsertAsync(
        DbTransaction transaction, string type, string organisation, string payload, CancellationToken cancel) =>
        transaction.RunAsync(
            "insert into pbx.outbox (type, organisation, payload) values ($1, $2, $3::jsonb)", cancel, type,
            organisation, payload);
}
