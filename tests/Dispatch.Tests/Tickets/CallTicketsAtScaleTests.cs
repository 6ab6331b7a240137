using Npgsql;
using Zhkh.Testing;

namespace Zhkh.Dispatch.Tests;

/// <summary>Words of a large town must be found by index: a scan, which stems them anew, is invisible in a small one.
/// </summary>
public sealed class CallTicketsAtScaleTests(Centre centre) : IClassFixture<Centre>
{
    private const int Tickets = 40_000;
    private const int Comments = 20_000;
    private const int SettleSecondsMax = 300;
    private static readonly Guid OwnCall = Guid.NewGuid();
    private static readonly Guid CommentedCall = Guid.NewGuid();
    private static readonly Guid ForeignCall = Guid.NewGuid();

    [Fact]
    public async Task Words_are_found_by_index_and_only_among_the_askers_organisations()
    {
        await SettleAsync();
        await using var unit = await centre.AsWebAsync("privolsk");
        var tickets = unit.Get<CallTickets>();
        var (scans, byIndex) = await ReadsAsync(unit);
        Assert.Equal([OwnCall], await FindAsync(tickets, "домофоны сломались"));
        Assert.Equal([CommentedCall], await FindAsync(tickets, "слесарями"));
        Assert.Equal([OwnCall], await FindAsync(tickets, "№ 900001"));
        Assert.Empty(await FindAsync(tickets, "домофоны сломались", ratingMax: 1));
        Assert.Equal([OwnCall], await FindAsync(tickets, "домофоны сломались", ratingMax: 2));
        var (scansAfter, byIndexAfter) = await ReadsAsync(unit);
        Assert.Equal(scans, scansAfter);
        Assert.True(byIndexAfter > byIndex, "No index of words was read");

        // The neighbour's ticket and the neighbour's comment say the same words.
        await using var neighbour = await centre.AsWebAsync("khmelnytske");
        var theirs = neighbour.Get<CallTickets>();
        Assert.Equal([ForeignCall], await FindAsync(theirs, "домофоны"));
        Assert.Equal([ForeignCall], await FindAsync(theirs, "слесарями"));
        Assert.Equal([ForeignCall], await FindAsync(theirs, "900001"));
        await using var both = await centre.AsWebAsync("privolsk", "khmelnytske");
        Assert.Equal(2, (await FindAsync(both.Get<CallTickets>(), "домофоны")).Count);
        await using var nobody = await centre.AsWebAsync();
        Assert.Empty(await FindAsync(nobody.Get<CallTickets>(), "домофоны"));
    }

    private static Task<IReadOnlyList<Guid>> FindAsync(CallTickets tickets, string words, int? ratingMax = null) =>
        tickets.FindCallsAsync(new CallTicketFilter(words, ratingMax), default);

    private async Task SettleAsync()
    {
        await using var command = centre.Database.Owner.CreateCommand($"""
            create temp table many as select gen_random_uuid() as id, n,
                case when n % 2 = 0 then 'privolsk' else 'khmelnytske' end as organisation
                from generate_series(1, {Tickets}) n;
            insert into many values ('{OwnCall}', 900001, 'privolsk'), ('{CommentedCall}', 900002, 'privolsk'),
                ('{ForeignCall}', 900001, 'khmelnytske');
            insert into dispatch.tickets (id, organisation, number, status, opened_at, opened_by, address, person, text,
                    category, priority, rating)
                select id, organisation, n, 'new', now() - n * interval '1 second', 'dispatcher', 'Улица' || n % 50,
                    'Житель' || n % 997,
                    case n when 900001 then 'не открывается домофон, сломался' else 'капает с потолка ' || n end,
                    'waterLeak', 'normal', case n when 900001 then 2 end from many;
            insert into dispatch.ticket_comments (id, ticket_id, organisation, at, by, text)
                select gen_random_uuid(), id, organisation, now(), 'dispatcher', 'позвонить ещё раз ' || n
                    from many where n <= {Comments}
                union all
                select gen_random_uuid(), id, organisation, now(), 'dispatcher', 'придут слесари' from many
                    where id in ('{CommentedCall}', '{ForeignCall}');
            insert into dispatch.ticket_calls (ticket_id, call_id, organisation) select id, id, organisation from many;
            analyze dispatch.tickets, dispatch.ticket_comments, dispatch.ticket_calls;
            """);
        command.CommandTimeout = SettleSecondsMax;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Whole readings of the two tables with words, and readings of their two indexes of words.</summary>
    private static async Task<(long Scans, long ByIndex)> ReadsAsync(UnitOfWork unit)
    {
        // The transaction's own counters: nobody else's reads are in them.
        await using var command = new NpgsqlCommand("""
            select coalesce(sum(seq_scan), 0)::bigint,
                least(pg_stat_get_xact_numscans('dispatch.tickets_words'::regclass),
                    pg_stat_get_xact_numscans('dispatch.ticket_comments_words'::regclass))
            from pg_stat_xact_user_tables
            where schemaname = 'dispatch' and relname = any (array['tickets', 'ticket_comments'])
            """, unit.Connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
