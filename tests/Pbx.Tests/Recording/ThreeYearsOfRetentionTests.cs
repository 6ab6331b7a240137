using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Recording;

namespace Zhkh.Pbx.Tests.Recording;

/// <summary>
/// RELIABILITY W5: three years, night by night. Recordings of all classes, rules that change, holds that come and go;
/// an oracle that knows nothing of SQL says each morning what must be there and what must not.
/// </summary>
public sealed class ThreeYearsOfRetentionTests : IAsyncLifetime
{
    private const int Days = 1_190;
    private const int DaysRecorded = 1_096;
    private const int PerDay = 20;
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly RecordingClass[] Classes = Enum.GetValues<RecordingClass>();

    private readonly Random _random = new(20261121);
    private readonly RetentionOracle _oracle = new();
    private readonly List<(Guid Hold, DateTimeOffset ReleaseAt)> _holds = [];
    private RetentionTown _town = null!;
    private int _held;

    public async ValueTask InitializeAsync() => _town = await RetentionTown.BuildAsync(Start);

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task Nothing_younger_or_held_is_deleted_and_everything_due_is_gone_within_a_day()
    {
        var (made, gone) = (0, 0);
        for (var day = 0; day < Days; day++)
        {
            var today = Start.AddDays(day);
            if (day < DaysRecorded)
            {
                var news = Enumerable.Range(0, PerDay).Select(_ => Some(today)).ToList();
                await _town.RecordAsync(news);
                news.ForEach(_oracle.Add);
                made += news.Count;
            }

            await DecideAsync(today);
            _town.Time.Advance(today.AddHours(25) - _town.Time.GetUtcNow());   // one in the morning
            var due = _oracle.TakeDue(_town.Time.GetUtcNow());
            Assert.Equal(due.Count, await _town.Purge.RunAsync("term", "calendar", CancellationToken.None));
            gone += due.Count;
            if (day % 90 == 89 || day == Days - 1)
            {
                Assert.Equal(_oracle.Alive.Order(), (await _town.RowsAsync()).Order());
                Assert.Equal(_oracle.Alive.Order(), _town.Files().Order());
                Assert.Equal(_oracle.Gone.Order(), (await _town.LoggedAsync()).Order());
                Assert.Equal((0, 0), await _town.Sweep.RunAsync(CancellationToken.None));
            }
        }

        Assert.Equal(DaysRecorded * PerDay, made);
        Assert.InRange(gone, made / 4, made);
        Assert.InRange(_held, 1, int.MaxValue);
        Assert.Equal(0, await _town.Database.ScalarAsync<long>(
            "select count(*) from pbx.recording_deletions where deleted_at < kept_until or hash is null"));
        Assert.Equal(0, await _town.Database.ScalarAsync<long>(
            "select count(*) from pbx.calls c where recording_id is not null and not exists "
            + "(select from pbx.recordings r where r.id = c.recording_id)"));
    }

    private TownRecording Some(DateTimeOffset day)
    {
        var at = day.AddSeconds(_random.Next(86_000));
        return _town.Make(
            at, Classes[_random.Next(Classes.Length)], RetentionTown.Organisations[_random.Next(2)],
            $"+7937000{_random.Next(40):D4}");
    }

    /// <summary>What people decide on a day: a rule now and then, a hold, a release.</summary>
    private async Task DecideAsync(DateTimeOffset today)
    {
        var date = DateOnly.FromDateTime(today.UtcDateTime);
        if (_random.Next(25) == 0)
        {
            var organisation = RetentionTown.Organisations[_random.Next(2)];
            var ofClass = Classes[_random.Next(Classes.Length)];
            var months = _random.Next(1, 40);
            var from = date.AddDays(_random.Next(-3, 60));
            var verdict = await _town.RuleAsync(organisation, RecordingClasses.NameOf(ofClass), months, from);
            Assert.Equal(_oracle.TryRule(organisation, ofClass, months, from, date), verdict is RetentionVerdict.Set);
        }

        if (_random.Next(4) == 0 && _oracle.Alive.Count > 0)
        {
            await HoldAsync(date);
        }

        foreach (var (hold, _) in _holds.Where(h => h.ReleaseAt <= today).ToList())
        {
            await _town.ReleaseAsync(hold);
            _oracle.Release(hold);
        }

        _holds.RemoveAll(h => h.ReleaseAt <= today);
    }

    private async Task HoldAsync(DateOnly date)
    {
        var one = _oracle.Find(_oracle.Alive.ElementAt(_random.Next(_oracle.Alive.Count)));
        DateOnly? until = _random.Next(3) == 0 ? date.AddDays(_random.Next(400)) : null;
        var ticket = Guid.NewGuid();
        var (subject, covers) = _random.Next(4) switch
        {
            0 => (new HoldSubject(RecordingId: one.Id), (Func<TownRecording, bool>)(r => r.Id == one.Id)),
            1 => (new HoldSubject(CallId: one.Id), r => r.Id == one.Id),
            2 => (new HoldSubject(TicketId: ticket, TicketNumber: 7), r => r.Id == one.Id),
            _ => (new HoldSubject(
                    Phone: one.Phone, From: one.StartedAt.AddDays(-20), To: one.StartedAt.AddDays(20)),
                r => r.Phone == one.Phone && r.StartedAt >= one.StartedAt.AddDays(-20)
                    && r.StartedAt < one.StartedAt.AddDays(20)),
        };
        _town.Tickets[ticket] = [one.Id];   // linked after the ticket was held: only the purge asks
        var hold = await _town.HoldAsync(one.Organisation, subject, until);
        _oracle.Hold(hold!.Value, one.Organisation, covers, until);
        _held++;
        if (until is null)
        {
            _holds.Add((hold.Value, _town.Time.GetUtcNow().AddDays(_random.Next(1, 700))));
        }
    }
}
