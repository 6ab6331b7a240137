using System.Data.Common;
using System.Text.Json;
using Npgsql;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Dialer;
using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Storage;

/// <summary>Queues and skills as the database keeps them.</summary>
public static class QueueBook
{
    /// <summary>Queues of all organisations; more than any house has.</summary>
    public const int QueuesMax = 1_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Everything, for the exchange.</summary>
    /// <param name="database">The data source that acts as zhkh_system.</param>
    public static async Task<QueueSet> AllAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        var queues = new List<Queue>();
        await using (var command = database.CreateCommand($"""
            select organisation, code, purpose, name, strategy, ring_seconds, wrap_up_seconds, holds_wrap_up, skills,
                language, members::text, waiting_max, patience_seconds, overflow, announce_seconds, tells_position,
                tells_wait, offers_keys, has_music
            from pbx.queues order by organisation, code limit {QueuesMax}
            """))
        {
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                queues.Add(Read(reader));
            }
        }

        var agents = new List<AgentSkills>();
        await using (var command = database.CreateCommand($"""
            select extension, organisation, skills, languages from pbx.agent_skills
            order by organisation, extension limit {AgentRoster.AgentsMax}
            """))
        {
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                agents.Add(new AgentSkills(
                    reader.GetString(0), reader.GetString(1), SkillsOf(reader.GetFieldValue<string[]>(2)),
                    [.. reader.GetFieldValue<string[]>(3).Select(LanguageOf)]));
            }
        }

        return new QueueSet(queues, agents);
    }

    /// <summary>Makes a queue what it is told to be, in the host's transaction.</summary>
    public static Task SaveAsync(
        DbTransaction transaction, Queue queue, string by, DateTimeOffset now, CancellationToken cancel) =>
        transaction.RunAsync("""
            insert into pbx.queues (organisation, code, purpose, name, strategy, ring_seconds, wrap_up_seconds,
                holds_wrap_up, skills, language, members, waiting_max, patience_seconds, overflow, announce_seconds,
                tells_position, tells_wait, offers_keys, has_music, changed_at, changed_by)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                $21)
            on conflict (organisation, code) do update set purpose = excluded.purpose, name = excluded.name,
                strategy = excluded.strategy, ring_seconds = excluded.ring_seconds,
                wrap_up_seconds = excluded.wrap_up_seconds, holds_wrap_up = excluded.holds_wrap_up,
                skills = excluded.skills, language = excluded.language, members = excluded.members,
                waiting_max = excluded.waiting_max, patience_seconds = excluded.patience_seconds,
                overflow = excluded.overflow, announce_seconds = excluded.announce_seconds,
                tells_position = excluded.tells_position, tells_wait = excluded.tells_wait,
                offers_keys = excluded.offers_keys, has_music = excluded.has_music, changed_at = excluded.changed_at,
                changed_by = excluded.changed_by
            """, cancel, queue.Organisation, queue.Code, NameOf(queue.Purpose), queue.Name, NameOf(queue.Strategy),
            (int)queue.RingTime.TotalSeconds, (int)queue.WrapUp.TotalSeconds, queue.HoldsWrapUp,
            TextOf(queue.Skills), queue.Language is { } language ? CallNames.Of(language) : null,
            JsonSerializer.Serialize(queue.Members, Json), queue.WaitingMax, (int)queue.Patience.TotalSeconds,
            queue.Overflow.Select(s => s.ToString()).ToArray(), (int)queue.AnnounceEvery.TotalSeconds,
            queue.TellsPosition, queue.TellsWait, queue.OffersKeys, queue.HasMusic, now, by);

    /// <summary>The built-in queue of that code, if there is one, works again from now on.</summary>
    /// <returns>False when there was none.</returns>
    public static async Task<bool> DeleteAsync(
        DbTransaction transaction, string organisation, string code, CancellationToken cancel) =>
        await transaction.RunAsync(
            "delete from pbx.queues where organisation = $1 and code = $2", cancel, organisation, code) == 1;

    public static Task SaveAsync(
        DbTransaction transaction, AgentSkills agent, string by, DateTimeOffset now, CancellationToken cancel) =>
        transaction.RunAsync("""
            insert into pbx.agent_skills (organisation, extension, skills, languages, changed_at, changed_by)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (organisation, extension) do update set skills = excluded.skills,
                languages = excluded.languages, changed_at = excluded.changed_at, changed_by = excluded.changed_by
            """, cancel, agent.Organisation, agent.Extension, TextOf(agent.Skills),
            agent.Languages.Select(CallNames.Of).ToArray(), now, by);

    private static Queue Read(NpgsqlDataReader reader) => new(reader.GetString(1), reader.GetString(0))
    {
        Purpose = Enum.Parse<QueuePurpose>(reader.GetString(2), ignoreCase: true),
        Name = reader.GetString(3),
        Strategy = Enum.Parse<RingStrategy>(reader.GetString(4), ignoreCase: true),
        RingTime = TimeSpan.FromSeconds(reader.GetInt32(5)),
        WrapUp = TimeSpan.FromSeconds(reader.GetInt32(6)),
        HoldsWrapUp = reader.GetBoolean(7),
        Skills = SkillsOf(reader.GetFieldValue<string[]>(8)),
        Language = reader.IsDBNull(9) ? null : LanguageOf(reader.GetString(9)),
        Members = JsonSerializer.Deserialize<List<QueueMember>>(reader.GetString(10), Json) ?? [],
        WaitingMax = reader.GetInt32(11),
        Patience = TimeSpan.FromSeconds(reader.GetInt32(12)),
        Overflow = [.. reader.GetFieldValue<string[]>(13).Select(OverflowStep.TryParse).OfType<OverflowStep>()],
        AnnounceEvery = TimeSpan.FromSeconds(reader.GetInt32(14)),
        TellsPosition = reader.GetBoolean(15),
        TellsWait = reader.GetBoolean(16),
        OffersKeys = reader.GetBoolean(17),
        HasMusic = reader.GetBoolean(18),
    };

    private static string[] TextOf(IReadOnlyList<Skill> skills) => [.. skills.Select(s => s.ToString())];

    private static Skill[] SkillsOf(string[] texts) => [.. texts.Select(Skill.TryParse).OfType<Skill>()];

    private static Language LanguageOf(string code) => code == "uk" ? Language.Ukrainian : Language.Russian;

    private static string NameOf<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
