using Npgsql;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Storage;

/// <summary>
/// Kills the drain's connection inside its n-th write, or at the commit after it. The count is a sequence, which no
/// rollback moves back, so each armed kill happens once.
/// </summary>
internal static class FaultAtEachCommand
{
    public static async Task InstallAsync(FreshDatabase database)
    {
        await database.ExecuteAsync("""
            create schema fault;
            create sequence fault.steps;
            create table fault.armed (kill_at bigint not null);
            insert into fault.armed values (0);
            create function fault.tick() returns trigger language plpgsql security definer as $$
            begin
                if nextval('fault.steps') = (select kill_at from fault.armed) then
                    perform pg_terminate_backend(pg_backend_pid());
                    perform pg_sleep(1);   -- the signal is seen at the next check
                end if;
                return null;
            end $$;
            """);
        foreach (var table in new[] { "calls", "recordings", "outbox" })
        {
            await database.ExecuteAsync($"""
                create trigger fault_now after insert or update on pbx.{table}
                    for each statement execute function fault.tick();
                create constraint trigger fault_at_commit after insert on pbx.{table}
                    deferrable initially deferred for each row execute function fault.tick();
                """);
        }
    }

    public static async Task ArmAsync(FreshDatabase database, int step)
    {
        // The pool still believes in the connection that was killed.
        NpgsqlConnection.ClearPool(database.System.CreateConnection());
        await database.ExecuteAsync($"""
            update fault.armed set kill_at = {step};
            select setval('fault.steps', 1, false);
            """);
    }

    public static async Task<long> CountAsync(FreshDatabase database) =>
        await database.ScalarAsync<long>("select last_value from fault.steps");
}
