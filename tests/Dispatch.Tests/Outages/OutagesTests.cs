using Npgsql;

namespace Zhkh.Dispatch.Tests;

public sealed class OutagesTests(Centre centre) : IClassFixture<Centre>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Twenty_clicks_at_once_are_one_outage_and_one_answer()
    {
        var asked = Asked();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => DeclareAsync(asked)));
        Assert.Single(answers, a => a.Verdict == OutageVerdict.Done);
        Assert.Equal(19, answers.Count(a => a.Verdict == OutageVerdict.Repeated));
        Assert.Single(answers.Select(a => (a.Outage?.Id, a.Outage?.Number)).Distinct());
        Assert.Equal(OutageVerdict.KeyReused,
            (await DeclareAsync(asked with { Cause = OutageCause.GasAccident })).Verdict);
    }

    [Fact]
    public async Task An_outage_keeps_its_houses_deadlines_and_first_line()
    {
        var outage = await DeclaredAsync(Asked() with { Services = [Utility.HotWater, Utility.Lift] });
        Assert.Equal((OutageState.Current, OutageKind.Emergency, OutageCause.RiserAccident),
            (outage.State, outage.Kind, outage.Cause));
        Assert.Equal("Гагарина, 14", Assert.Single(outage.Houses).Address);
        var deadline = Assert.Single(outage.Deadlines);     // the law names no hours for a lift
        Assert.Equal((Utility.HotWater, outage.StartsAt + (4 * Hour)), (deadline.Service, deadline.DueAt));
        Assert.NotEmpty(deadline.Source);
        Assert.Equal((OutageStep.Declared, "dispatcher"),
            (Assert.Single(outage.Changes).What, outage.Changes[0].By));
    }

    [Fact]
    public async Task What_a_house_was_without_this_month_shortens_the_next_time()
    {
        var house = Guid.NewGuid();
        var start = new DateTimeOffset(2027, 3, 10, 6, 0, 0, TimeSpan.Zero);
        centre.Time.Advance(start - centre.Now);
        // Two outages that overlap by an hour: 3 h + 3 h − 1 h = 5 h of cold water.
        foreach (var (from, to) in new[] { (-10, -7), (-8, -5) })
        {
            var earlier = await DeclaredAsync(Asked(house) with
            {
                Services = [Utility.ColdWater], StartsAt = start + (from * Hour), PlannedUntil = null,
            });
            await centre.InAsync<Outages, OutageAnswer>(
                o => o.CloseAsync(earlier.Id, start + (to * Hour), "dispatcher", default));
        }

        var outage = await DeclaredAsync(Asked(house) with { Services = [Utility.ColdWater], StartsAt = start });
        Assert.Equal(start + (3 * Hour), Assert.Single(outage.Deadlines).DueAt);
        var elsewhere = await DeclaredAsync(Asked() with { Services = [Utility.ColdWater], StartsAt = start });
        Assert.Equal(start + (4 * Hour), Assert.Single(elsewhere.Deadlines).DueAt);
    }

    [Fact]
    public async Task A_term_moves_with_its_reason_and_closing_twice_is_once()
    {
        var outage = await DeclaredAsync(Asked());
        var until = outage.StartsAt + (6 * Hour);
        var moved = await ActAsync(o => o.MoveTermAsync(outage.Id, until, "нет задвижки", "dispatcher2", default));
        Assert.Equal((OutageVerdict.Done, until), (moved.Verdict, moved.Outage!.PlannedUntil));
        Assert.Equal(("нет задвижки", OutageStep.TermMoved), (moved.Outage.Changes[^1].Reason,
            moved.Outage.Changes[^1].What));
        Assert.Equal(OutageVerdict.Repeated,
            (await ActAsync(o => o.MoveTermAsync(outage.Id, until, "ещё раз", "x", default))).Verdict);
        Assert.Equal(OutageVerdict.BadTerm,
            (await ActAsync(o => o.MoveTermAsync(outage.Id, outage.StartsAt, "назад", "x", default))).Verdict);

        var closings = await Task.WhenAll(Enumerable.Range(0, 5).Select(
            _ => ActAsync(o => o.CloseAsync(outage.Id, null, "dispatcher", default))));
        Assert.Single(closings, c => c.Verdict == OutageVerdict.Done);
        Assert.Equal(OutageVerdict.Refused,
            (await ActAsync(o => o.MoveTermAsync(outage.Id, until + Hour, "поздно", "x", default))).Verdict);
        Assert.Equal(1, await centre.Database.ScalarAsync<long>(
            $"select count(*) from dispatch.outbox where type = 'OutageChanged' and payload->>'what' = 'closed' "
            + $"and payload->>'outageId' = '{outage.Id}'"));
    }

    [Fact]
    public async Task The_log_of_an_outage_cannot_be_rewritten()
    {
        await DeclaredAsync(Asked());
        await using var unit = await centre.AsSystemAsync();
        await Assert.ThrowsAsync<PostgresException>(
            () => unit.ExecuteAsync("update dispatch.outage_changes set by = 'x'"));
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(3, true)]
    public async Task A_planned_outage_on_short_notice_is_marked_and_not_refused(int days, bool isShort)
    {
        var outage = await DeclaredAsync(Asked() with
        {
            Kind = OutageKind.Planned, Cause = OutageCause.PlannedRepair, StartsAt = centre.Now.AddDays(days),
            PlannedUntil = centre.Now.AddDays(days).AddHours(3),
        });
        Assert.Equal((isShort, OutageState.Planned), (outage.IsShortNotice, outage.State));
    }

    [Fact]
    public async Task Pressing_twice_is_one_wish_and_it_outlives_a_reopening()
    {
        var outage = await DeclaredAsync(Asked());
        for (var i = 0; i < 2; i++)
        {
            Assert.True(await WishAsync(outage.Id, "+79370000030"));
        }

        Assert.Equal(1, (await GetAsync(outage.Id)).WantCall);
        Assert.Null(await OverAsync(outage.Id));
        await ActAsync(o => o.CloseAsync(outage.Id, null, "d", default));
        var first = Assert.Single((await OverAsync(outage.Id))!.Wishes);
        Assert.Equal(first, Assert.Single((await OverAsync(outage.Id))!.Wishes));   // told twice: the same order
        await ActAsync(o => o.ReopenAsync(outage.Id, "опять течёт", "d", default));
        Assert.Null(await OverAsync(outage.Id));
        await ActAsync(o => o.CloseAsync(outage.Id, null, "d", default));
        var second = Assert.Single((await OverAsync(outage.Id))!.Wishes);
        Assert.Equal(first.Phone, second.Phone);
        Assert.NotEqual(first.OrderId, second.OrderId);
    }

    [Fact]
    public async Task A_wish_of_the_last_moment_is_told_as_over()
    {
        var outage = await DeclaredAsync(Asked());
        await ActAsync(o => o.CloseAsync(outage.Id, null, "d", default));
        Assert.True(await WishAsync(outage.Id, "+79370000031"));
        Assert.Equal("true", await centre.Database.ScalarAsync<string>(
            $"select payload->>'isOver' from dispatch.outbox where type = 'OutageWished' "
            + $"and payload->>'outageId' = '{outage.Id}'"));
        Assert.Single((await OverAsync(outage.Id))!.Wishes);
    }

    [Fact]
    public async Task A_call_told_twice_counts_once()
    {
        var house = Guid.NewGuid();
        var outage = await DeclaredAsync(Asked(house));
        var call = Guid.NewGuid();
        var to = centre.Now;
        Assert.True(await HeardAsync());
        Assert.False(await HeardAsync());
        Assert.Equal(1, (await GetAsync(outage.Id)).Heard);

        Task<bool> HeardAsync() => centre.InAsync<OutageCalls, bool>(
            c => c.HeardAsync(call, "privolsk", house, to.AddMinutes(-1), to, default));
    }

    [Fact]
    public async Task Another_organisation_sees_neither_outage_nor_wish()
    {
        var house = Guid.NewGuid();
        var outage = await DeclaredAsync(Asked(house));
        await using var unit = await centre.AsWebAsync("khmelnytske");
        Assert.Null(await unit.Get<OutageBoard>().GetAsync(outage.Id, default));
        Assert.Empty(await unit.Get<OutageBoard>().ListAsync(null, null, null, 50, default));
        Assert.Empty(await unit.Get<OutageBoard>().AtHousesAsync("privolsk", [house], default));
        Assert.Equal(OutageVerdict.Unknown,
            (await unit.Get<Outages>().CloseAsync(outage.Id, null, "x", default)).Verdict);
    }

    [Fact]
    public async Task A_planned_outage_is_announced_three_days_ahead()
    {
        var house = Guid.NewGuid();
        await DeclaredAsync(Asked(house) with
        {
            Kind = OutageKind.Planned, StartsAt = centre.Now.AddDays(4), PlannedUntil = centre.Now.AddDays(5),
        });
        Assert.Empty(await AtAsync());
        centre.Time.Advance(TimeSpan.FromHours(30));
        Assert.Single(await AtAsync());

        Task<IReadOnlyList<OutageAtHouse>> AtAsync() => centre.InAsync<OutageBoard, IReadOnlyList<OutageAtHouse>>(
            b => b.AtHousesAsync("privolsk", [house], default));
    }

    private OutageDeclaration Asked(Guid? house = null) => new(
        "privolsk", OutageKind.Emergency, [Utility.HotWater],
        [new OutageHouse(house ?? Guid.NewGuid(), "Гагарина, 14")], centre.Now.AddMinutes(-1),
        centre.Now.AddHours(3), OutageCause.RiserAccident, null, false, "dispatcher", Guid.NewGuid().ToString());

    private Task<OutageAnswer> DeclareAsync(OutageDeclaration asked) => ActAsync(o => o.DeclareAsync(asked, default));

    private async Task<OutageRow> DeclaredAsync(OutageDeclaration asked)
    {
        var answer = await DeclareAsync(asked);
        Assert.Equal(OutageVerdict.Done, answer.Verdict);
        return Assert.IsType<OutageRow>(answer.Outage);
    }

    private Task<OutageAnswer> ActAsync(Func<Outages, Task<OutageAnswer>> act) => centre.InAsync(act);

    private async Task<OutageRow> GetAsync(Guid id) =>
        Assert.IsType<OutageRow>(await centre.InAsync<OutageBoard, OutageRow?>(b => b.GetAsync(id, default)));

    private Task<OutageOver?> OverAsync(Guid id) =>
        centre.InAsync<OutageCalls, OutageOver?>(c => c.OverAsync(id, default));

    private Task<bool> WishAsync(Guid id, string phone) => centre.InAsync<OutageCalls, bool>(
        c => c.WishAsync(id, phone, "4406030", "ru", Guid.NewGuid(), default));
}
