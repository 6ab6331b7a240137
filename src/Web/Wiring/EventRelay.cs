using Npgsql;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>
/// Carries facts out of one module's outbox. Taking the row, its effects and its removal are one transaction: after a
/// crash at any point either all of it happened or none. A fact that fails waits longer each time and lets the others
/// pass; after ten tries it goes to the dead letters, where Health shows it.
/// </summary>
internal sealed class EventRelay(
    string schema, FactRoutes routes, IServiceScopeFactory scopes, TimeProvider time, ILogger<EventRelay> log)
{
    public const int AttemptsMax = 10;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(10);

    /// <summary>Takes one due fact and makes it so.</summary>
    /// <returns>False when nothing is due.</returns>
    public async Task<bool> RelayOneAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DatabaseSession>();
        await session.BeginAsync(DatabasePool.Jobs, cancel);
        if (await TakeAsync(session, cancel) is not { } fact)
        {
            return false;
        }

        try
        {
            await routes.RunAsync(schema, fact, scope.ServiceProvider, cancel);
            await session.CommitAsync(cancel);
            RelayMeter.CountCarried(schema);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            // Rolls back: the row is there again. The whole scope and not only the session, or the transaction would be
            // disposed a second time at the end, when Npgsql may have lent the same object to somebody else's work.
            await scope.DisposeAsync();
            await PostponeAsync(fact, failure, cancel);
        }

        return true;
    }

    private async Task<Fact?> TakeAsync(DatabaseSession session, CancellationToken cancel)
    {
        await using var take = session.Command($"""
            delete from {schema}.outbox where id = (
                select id from {schema}.outbox where not_before <= $1 order by id limit 1 for update skip locked)
            returning id, type, organisation, payload::text, attempts
            """, time.GetUtcNow());
        await using var reader = await take.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new Fact(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                reader.GetInt32(4))
            : null;
    }

    private async Task PostponeAsync(Fact fact, Exception failure, CancellationToken cancel)
    {
        var attempt = fact.Attempts + 1;
        await using var scope = scopes.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DatabaseSession>();
        await session.BeginAsync(DatabasePool.Jobs, cancel);
        await using var command = attempt < AttemptsMax
            ? session.Command(
                $"update {schema}.outbox set attempts = $2, not_before = $3 where id = $1",
                fact.Id, attempt, time.GetUtcNow() + Pause(attempt))
            : session.Command($"""
                with dead as (delete from {schema}.outbox where id = $1
                              returning id, type, organisation, payload, created_at, not_before)
                insert into {schema}.outbox_dead
                    (id, type, organisation, payload, created_at, not_before, attempts, error, died_at)
                select id, type, organisation, payload, created_at, not_before, $2, left($3, 4000), $4 from dead
                """, fact.Id, attempt, failure.ToString(), time.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancel);
        await session.CommitAsync(cancel);
        if (attempt < AttemptsMax)
        {
            RelayMeter.CountFailed(schema);
            WiringLog.FactFailed(log, schema, fact.Id, fact.Type, attempt, AttemptsMax, failure.Message);
        }
        else
        {
            RelayMeter.CountDied(schema);
            WiringLog.FactDied(log, failure, schema, fact.Id, fact.Type, attempt);
        }
    }

    /// <summary>1 s, 2 s, 4 s … ten minutes, ±25 % so that failures of one cause do not return as one wave.</summary>
    private static TimeSpan Pause(int attempt)
    {
        var pause = FirstPause * Math.Pow(2, attempt - 1) * (0.75 + (Random.Shared.NextDouble() / 2));
        return pause < PauseMax ? pause : PauseMax;
    }
}
