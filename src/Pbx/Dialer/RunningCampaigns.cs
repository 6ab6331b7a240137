using Npgsql;
using Zhkh.Pbx.Events;

namespace Zhkh.Pbx.Dialer;

/// <summary>A campaign that may be called for now.</summary>
/// <param name="Dialling">Its calls that are up, on all hosts.</param>
internal sealed record RunningCampaign(
    Guid Id, string Organisation, int LinesMax, int CallsPerMinute, int Dialling);

/// <summary>Reads which campaigns run, and finishes those that have nobody left.</summary>
internal sealed class RunningCampaigns(NpgsqlDataSource database, TimeProvider time)
{
    private const string ByWhom = "dialer";

    public async Task<IReadOnlyList<RunningCampaign>> ListAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select c.id, c.organisation, c.lines_max, c.calls_per_minute,
                (select count(*)::int from pbx.dial_orders o where o.state = 'dialling' and o.campaign_id = c.id)
            from pbx.campaigns c where c.state = 'running' order by c.started_at, c.id
            """);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var running = new List<RunningCampaign>();
        while (await reader.ReadAsync(cancel))
        {
            running.Add(new RunningCampaign(
                reader.GetGuid(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4)));
        }

        return running;
    }

    /// <summary>Kinds outside campaigns of which something is due.</summary>
    public async Task<IReadOnlySet<DialKind>> KindsDueAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select distinct kind from pbx.dial_orders
            where state = 'waiting' and campaign_id is null and not_before <= $1
            """);
        command.Parameters.AddWithValue(time.GetUtcNow().ToUniversalTime());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var kinds = new HashSet<DialKind>();
        while (await reader.ReadAsync(cancel))
        {
            kinds.Add(DialNames.KindOf(reader.GetString(0)));
        }

        return kinds;
    }

    /// <summary>A campaign is over when no order of it waits or is being dialled.</summary>
    public async Task FinishAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var now = time.GetUtcNow();
        var finished = new List<CampaignChanged>();
        await using (var command = transaction.Command("""
            with over as (
                update pbx.campaigns c set state = 'finished', ended_at = $1, version = version + 1
                where c.state = 'running' and not exists (
                    select from pbx.dial_orders o where o.campaign_id = c.id and o.state in ('waiting', 'dialling'))
                returning c.id, c.organisation),
            told as (
                insert into pbx.campaign_changes (campaign_id, organisation, at, by_whom, move, from_state, to_state)
                select id, organisation, $1, $2, 'finish', 'running', 'finished' from over)
            select id, organisation from over
            """, now, ByWhom))
        {
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                finished.Add(new CampaignChanged(
                    reader.GetGuid(0), reader.GetString(1), DialNames.Of(CampaignState.Finished), now));
            }
        }

        foreach (var fact in finished)
        {
            await DialFacts.TellAsync(transaction, fact, cancel);
        }

        await transaction.CommitAsync(cancel);
    }
}
