using System.Text.Json;

namespace Zhkh.Dispatch;

/// <summary>Writes facts beside the rows that made them true; saved by the same SaveChanges.</summary>
internal static class Outbox
{
    public static void Tell<T>(DispatchDb db, string organisation, T fact, DateTimeOffset now) where T : notnull =>
        db.Outbox.Add(new OutboxFact
        {
            Type = typeof(T).Name,
            Organisation = organisation,
            Payload = JsonSerializer.Serialize(fact, EventJson.Options),
            CreatedAt = now,
            NotBefore = now,
        });
}
