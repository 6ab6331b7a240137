using Zhkh.Pbx.Dialer;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Tests.Dialer;

/// <summary>
/// A year of dial decisions over five towns, with holidays, daylight saving, retries and several campaigns at the same
/// people: none outside the hours, none over the limits, by an oracle that shares nothing with the product.
/// </summary>
public sealed class YearOfCallsTests
{
    private const int PeoplePerTown = 2;

    /// <summary>No divisor of a day: every minute of the clock comes up in the course of the year.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(37);

    private static readonly DateTimeOffset Start = new(2026, 12, 31, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2027, 12, 31, 9, 0, 0, TimeSpan.Zero);

    private static readonly (string Town, string Organisation, string? Zone)[] Towns =
    [
        ("Moscow", "privolsk", "Europe/Moscow"), ("Volgograd", "privolsk", null),
        ("Samara", "privolsk", "Europe/Samara"), ("Kamchatka", "privolsk", "Asia/Kamchatka"),
        ("Kyiv", "khmelnytske", null),
    ];

    private static readonly Disposition[] Results =
    [
        Disposition.Confirmed, Disposition.Confirmed, Disposition.HungUpEarly, Disposition.Refused, Disposition.Busy,
        Disposition.NoAnswer, Disposition.NoAnswer, Disposition.Machine, Disposition.Failed,
    ];

    private readonly Random _random = new(20270101);
    private readonly Dictionary<string, List<DateTimeOffset>> _dialled = [];
    private readonly Dictionary<string, List<DateTimeOffset>> _reached = [];

    [Fact]
    public async Task A_year_of_calls_is_within_the_hours_and_the_limits_of_both_laws()
    {
        await using var town = await DialTown.CreateAsync(Start);
        var campaign = await CampaignAsync(town);
        foreach (var (person, _) in People())
        {
            (_dialled[person], _reached[person]) = ([], []);
        }

        while (town.Time.GetUtcNow() < End)
        {
            await KeepOrdersAsync(town, campaign);
            foreach (var source in new[] { DialTown.Outside, new DialSource(DialKind.Debt, campaign) })
            {
                while (await town.ClaimAsync(source) is { } dial)
                {
                    await CallAsync(town, dial);
                }
            }

            town.Time.Advance(Step);
        }

        foreach (var (person, at) in People())
        {
            var (day, week, month) = LegalOracle.Busiest(at, _reached[person]);
            // Ukraine's rule knows no month.
            Assert.True(
                day <= 1 && week <= 2 && (at == "Kyiv" || month <= 8),
                $"{person} in {at}: {day} a day, {week} a week, {month} a month");
            // It is no feat to call nobody.
            Assert.InRange(_reached[person].Count, 60, 106);
            Assert.True(_dialled[person].Count > _reached[person].Count, person);
        }
    }

    private async Task CallAsync(DialTown town, ClaimedDial dial)
    {
        var at = town.Time.GetUtcNow();
        var where = Towns[dial.Phone[^2] - '0'].Town;
        var isNarrow = where == "Samara";
        Assert.True(
            LegalOracle.MayCall(where, at, isNarrow ? 10 : 0, isNarrow ? 20 : 24),
            $"{at:O} is {LegalOracle.Wall(where, at):ddd dd MMM HH:mm} in {where}");
        _dialled[dial.Phone].Add(at);
        var result = Results[_random.Next(Results.Length)];
        if (result is not (Disposition.Busy or Disposition.NoAnswer or Disposition.Machine or Disposition.Failed))
        {
            _reached[dial.Phone].Add(at);
        }

        Assert.True(await town.FinishAsync(dial, result));
    }

    /// <summary>Two wishes for everybody at any time: several campaigns are after the same people.</summary>
    private static async Task KeepOrdersAsync(DialTown town, Guid campaign)
    {
        var open = new Dictionary<string, int>();
        await using (var command = town.Database.Owner.CreateCommand(
            "select phone, count(*)::int from pbx.dial_orders where state = 'waiting' group by phone"))
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                open[reader.GetString(0)] = reader.GetInt32(1);
            }
        }

        foreach (var (person, at) in People())
        {
            var (_, organisation, zone) = Towns.Single(t => t.Town == at);
            for (var n = open.GetValueOrDefault(person); n < 2; n++)
            {
                await town.PlaceAsync(
                    person, person, organisation, zone, campaign: at == "Samara" ? campaign : null);
            }
        }
    }

    private static async Task<Guid> CampaignAsync(DialTown town)
    {
        var id = Guid.CreateVersion7();
        await town.Database.ExecuteAsync($"""
            insert into pbx.campaigns (id, organisation, name, state, debt_from_minor, months_from, hours_from,
                hours_to, lines_max, calls_per_minute, recurrence, series_id, currency, selected, selected_minor,
                excluded, selected_at, created_at, created_by)
            values ('{id}', 'privolsk', 'narrow', 'running', 1, 0, '10:00', '20:00', 9, 60, 'none', '{id}', 'RUB', 0,
                0, '[]', now(), now(), 'test')
            """);
        return id;
    }

    private static IEnumerable<(string Phone, string Town)> People() =>
        from town in Enumerable.Range(0, Towns.Length)
        from person in Enumerable.Range(0, PeoplePerTown)
        select ($"+7937555{person}0{town}{person}", Towns[town].Town);
}
