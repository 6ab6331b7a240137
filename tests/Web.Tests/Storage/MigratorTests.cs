using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Zhkh.Web.Hosting;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Tests.Storage;

public sealed class MigratorTests
{
    private static readonly MigrationScript First = MigrationScript.Create(
        "0001_first", "create schema m; create table m.a (x int);");

    private readonly Migrator _migrator = new(NullLogger<Migrator>.Instance);

    [Fact]
    public async Task Applies_once_and_remembers()
    {
        var database = await TestHost.EmptyDatabaseAsync();
        await ApplyAsync(database, First);
        await ApplyAsync(database, First, MigrationScript.Create("0002_second", "insert into m.a values (1)"));
        await ApplyAsync(database, First, MigrationScript.Create("0002_second", "insert into m.a values (1)"));
        Assert.Equal(1L, await ScalarAsync(database, "select count(*) from m.a"));
        Assert.Equal(2L, await ScalarAsync(database, "select count(*) from m.migrations"));
    }

    [Fact]
    public async Task Refuses_an_applied_file_that_has_changed()
    {
        var database = await TestHost.EmptyDatabaseAsync();
        await ApplyAsync(database, First);
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => ApplyAsync(
            database, MigrationScript.Create(First.Name, First.Sql + " -- a harmless comment")));
        Assert.Contains("m/0001_first", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_database_from_a_later_release()
    {
        var database = await TestHost.EmptyDatabaseAsync();
        await ApplyAsync(database, First, MigrationScript.Create("0002_later", "select 1"));
        await Assert.ThrowsAsync<StartRefusedException>(() => ApplyAsync(database, First));
    }

    [Fact]
    public async Task A_failing_file_leaves_nothing_behind()
    {
        var database = await TestHost.EmptyDatabaseAsync();
        await ApplyAsync(database, First);
        await Assert.ThrowsAsync<PostgresException>(() => ApplyAsync(
            database, First, MigrationScript.Create("0002_broken", "insert into m.a values (1); select 1 / 0;")));
        Assert.Equal(0L, await ScalarAsync(database, "select count(*) from m.a"));
        Assert.Equal(1L, await ScalarAsync(database, "select count(*) from m.migrations"));
    }

    [Fact]
    public async Task Five_nodes_at_once_apply_it_once()
    {
        var database = await TestHost.EmptyDatabaseAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ApplyAsync(database, First)));
        Assert.Equal(1L, await ScalarAsync(database, "select count(*) from m.migrations"));
    }

    [Fact]
    public async Task All_modules_apply_to_an_empty_database_and_to_their_own_result()
    {
        var database = await TestHost.EmptyDatabaseAsync();
        await _migrator.ApplyAsync(database, ModuleMigrations.All, CancellationToken.None);
        await _migrator.ApplyAsync(database, ModuleMigrations.All, CancellationToken.None);
    }

    [Fact]
    public async Task Every_table_with_an_organisation_is_guarded_by_it()
    {
        var database = await TestHost.EmptyDatabaseAsync();
        await _migrator.ApplyAsync(database, ModuleMigrations.All, CancellationToken.None);
        var unguarded = await ScalarAsync(database, """
            select string_agg(c.oid::regclass::text, ', ') from pg_class c
            join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('web', 'pbx', 'dispatch', 'billing')
            join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation' and not a.attisdropped
            where c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)
            """);
        Assert.Equal(DBNull.Value, unguarded);
    }

    private Task ApplyAsync(string database, params MigrationScript[] scripts) =>
        _migrator.ApplyAsync(database, [("m", scripts)], CancellationToken.None);

    private static async Task<object?> ScalarAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
