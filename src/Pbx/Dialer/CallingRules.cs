using Npgsql;

namespace Zhkh.Pbx.Dialer;

/// <summary>All rules, holidays and profiles as they stand in the tables; a snapshot that is read anew each minute.</summary>
public sealed class CallingRules(
    IReadOnlyList<CallingRule> rules, IReadOnlyDictionary<string, WorkCalendar> calendars,
    IReadOnlyDictionary<string, DialProfile> profiles)
{
    private static readonly WorkCalendar Plain = new(new Dictionary<DateOnly, bool>());

    /// <summary>Null for an organisation the host has not told of: it is not called for.</summary>
    public DialProfile? ProfileOf(string organisation) => profiles.GetValueOrDefault(organisation);

    public WorkCalendar CalendarOf(string jurisdiction) => calendars.GetValueOrDefault(jurisdiction, Plain);

    /// <summary>The rule in force on a day; null = such calls are not made.</summary>
    public CallingRule? Of(string jurisdiction, DialKind kind, DateOnly day) => rules.FirstOrDefault(r =>
        r.Jurisdiction == jurisdiction && r.Kind == kind && r.ValidFrom <= day && (r.ValidTo is not { } to || day < to));

    internal static async Task<CallingRules> LoadAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return new CallingRules(
            await RulesAsync(connection, cancel), await CalendarsAsync(connection, cancel),
            await ProfilesAsync(connection, cancel));
    }

    private static async Task<List<CallingRule>> RulesAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            select jurisdiction, kind, valid_from, valid_to, weekday_from, weekday_to, weekend_from, weekend_to,
                per_day, per_week, per_month, busy_retry, no_answer_retry, machine_retry, tries_max, source
            from pbx.calling_rules order by valid_from desc
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rules = new List<CallingRule>();
        while (await reader.ReadAsync(cancel))
        {
            rules.Add(new CallingRule(
                reader.GetString(0), DialNames.KindOf(reader.GetString(1)), reader.GetFieldValue<DateOnly>(2),
                reader.IsDBNull(3) ? null : reader.GetFieldValue<DateOnly>(3), Hours(reader, 4), Hours(reader, 6),
                Count(reader, 8), Count(reader, 9), Count(reader, 10), TimeSpan.FromSeconds(reader.GetInt32(11)),
                TimeSpan.FromSeconds(reader.GetInt32(12)),
                Count(reader, 13) is { } seconds ? TimeSpan.FromSeconds(seconds) : null, reader.GetInt32(14),
                reader.GetString(15)));
        }

        return rules;
    }

    private static async Task<Dictionary<string, WorkCalendar>> CalendarsAsync(
        NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select jurisdiction, day, is_working from pbx.holidays", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var days = new Dictionary<string, Dictionary<DateOnly, bool>>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancel))
        {
            var jurisdiction = reader.GetString(0);
            if (!days.TryGetValue(jurisdiction, out var own))
            {
                days.Add(jurisdiction, own = []);
            }

            own[reader.GetFieldValue<DateOnly>(1)] = reader.GetBoolean(2);
        }

        return days.ToDictionary(d => d.Key, d => new WorkCalendar(d.Value), StringComparer.Ordinal);
    }

    private static async Task<Dictionary<string, DialProfile>> ProfilesAsync(
        NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command =
            new NpgsqlCommand("select organisation, jurisdiction, time_zone from pbx.dial_profiles", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var profiles = new Dictionary<string, DialProfile>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancel))
        {
            profiles[reader.GetString(0)] =
                new DialProfile(reader.GetString(0), reader.GetString(1), reader.GetString(2));
        }

        return profiles;
    }

    private static DialHours? Hours(NpgsqlDataReader reader, int from) => reader.IsDBNull(from)
        ? null : new DialHours(reader.GetFieldValue<TimeOnly>(from), reader.GetFieldValue<TimeOnly>(from + 1));

    private static int? Count(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetInt32(column);
}
