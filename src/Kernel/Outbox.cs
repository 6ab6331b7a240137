using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Zhkh.Kernel;

/// <summary>Writes facts beside the rows that made them true; saved by the same SaveChanges.</summary>
public static class Outbox
{
    /// <summary>Adds a fact to the module's own outbox.</summary>
    /// <param name="db">A context whose model maps <see cref="OutboxFact"/>.</param>
    /// <param name="organisation">Whose fact it is.</param>
    /// <param name="fact">The event record; its type's name becomes the row's type.</param>
    /// <param name="now">When it became true; it may be relayed at once.</param>
    public static void Tell<T>(DbContext db, string organisation, T fact, DateTimeOffset now) where T : notnull =>
        db.Set<OutboxFact>().Add(new OutboxFact
        {
            Type = typeof(T).Name,
            Organisation = organisation,
            Payload = JsonSerializer.Serialize(fact, EventJson.Options),
            CreatedAt = now,
            NotBefore = now,
        });
}
