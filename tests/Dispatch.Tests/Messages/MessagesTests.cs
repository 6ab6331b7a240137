using System.Text.Json;

namespace Zhkh.Dispatch.Tests;

public sealed class MessagesTests(Centre centre) : IClassFixture<Centre>
{
    [Theory]
    [InlineData(MessageStatus.Due, MessageMove.DuePassed, MessageStatus.Breached)]
    [InlineData(MessageStatus.Due, MessageMove.Review, MessageStatus.Reviewed)]
    [InlineData(MessageStatus.Breached, MessageMove.DuePassed, null)]
    [InlineData(MessageStatus.Breached, MessageMove.Review, MessageStatus.Reviewed)]
    [InlineData(MessageStatus.Reviewed, MessageMove.DuePassed, null)]
    [InlineData(MessageStatus.Reviewed, MessageMove.Review, null)]
    public void The_table_of_its_life(MessageStatus status, MessageMove move, MessageStatus? next) =>
        Assert.Equal(next, MessageLifecycle.Next(status, move));

    [Fact]
    public async Task The_clock_of_a_message_is_its_own_and_sounds_a_minute_before_and_at_its_end()
    {
        var call = await LeaveAsync(null);
        var heard = new List<string>();
        for (var second = 0; second <= 660; second += 10)
        {
            var before = (await AlarmsAsync(call)).Count;
            await TickAsync();
            heard.AddRange((await AlarmsAsync(call)).Skip(before).Select(breach => $"{second} {breach}"));
            centre.Time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(["540 False", "600 True"], heard);
        var row = await RowAsync(call);
        Assert.Equal((MessageStatus.Breached, row.LeftAt.AddMinutes(10)), (row.Status, row.DueAt));
        Assert.NotNull(row.BreachedAt);
    }

    [Fact]
    public async Task After_a_pause_of_the_clock_only_the_breach_sounds()
    {
        var call = await LeaveAsync("+79370000030");
        centre.Time.Advance(TimeSpan.FromMinutes(20));
        await Task.WhenAll(TickAsync(), TickAsync(), TickAsync());
        Assert.Equal([true], await AlarmsAsync(call));
    }

    [Fact]
    public async Task It_is_done_when_a_person_has_played_it_and_said_so_and_then_no_clock_sounds()
    {
        var call = await LeaveAsync("+79370000030");
        var id = (await RowAsync(call)).Id;
        Assert.Equal(ReviewVerdict.NotHeard, await ReviewAsync(id));
        var played = await centre.InAsync<Messages, Guid?>(m => m.HeardAsync(id, "belova", default));
        Assert.Equal((await RowAsync(call)).RecordingId, played);
        centre.Time.Advance(TimeSpan.FromSeconds(30));
        await centre.InAsync<Messages>(m => m.HeardAsync(id, "smirnova", default));
        var verdicts = await Task.WhenAll(ReviewAsync(id), ReviewAsync(id), ReviewAsync(id));
        Assert.Equal(1, verdicts.Count(v => v == ReviewVerdict.Done));
        Assert.Equal(2, verdicts.Count(v => v == ReviewVerdict.AlreadyDone));

        centre.Time.Advance(TimeSpan.FromMinutes(20));
        await TickAsync();
        Assert.Empty(await AlarmsAsync(call));
        var row = await RowAsync(call);
        Assert.Equal((MessageStatus.Reviewed, "belova", "smirnova", "дала № 7"),
            (row.Status, row.HeardBy, row.ReviewedBy, row.Note));
    }

    [Fact]
    public async Task The_same_message_told_again_is_the_same_and_an_unknown_one_cannot_be_reviewed()
    {
        var call = await LeaveAsync("+79370000030");
        await LeaveAsync("+79370000030", call);
        Assert.Equal(1, await centre.Database.ScalarAsync<long>(
            $"select count(*) from dispatch.messages where call_id = '{call}'"));
        Assert.Equal(ReviewVerdict.Unknown, await ReviewAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task Another_organisation_neither_sees_nor_closes_it()
    {
        var call = await LeaveAsync("+79370000030");
        var id = (await RowAsync(call)).Id;
        await using var unit = await centre.AsWebAsync("khmelnytske");
        Assert.Null(await unit.Get<MessageBoard>().GetAsync(id, default));
        Assert.Null(await unit.Get<Messages>().HeardAsync(id, "x", default));
    }

    private async Task<Guid> LeaveAsync(string? phone, Guid? again = null)
    {
        var call = again ?? Guid.NewGuid();
        await centre.InAsync<Messages>(m => m.TakeAsync(new LeftMessage(
            call, Guid.CreateVersion7(), "privolsk", "dispatchers", phone, null, centre.Now.AddMinutes(-5), centre.Now,
            12), default));
        return call;
    }

    private Task<ReviewVerdict> ReviewAsync(Guid id) =>
        centre.InAsync<Messages, ReviewVerdict>(m => m.ReviewAsync(id, "smirnova", "дала № 7", default));

    private Task TickAsync() => centre.InAsync<MessageClock, int>(c => c.TickAsync(default));

    private async Task<MessageRow> RowAsync(Guid call)
    {
        var id = await centre.Database.ScalarAsync<Guid>(
            $"select id from dispatch.messages where call_id = '{call}'");
        return await centre.InAsync<MessageBoard, MessageRow?>(b => b.GetAsync(id, default))
            ?? throw new InvalidOperationException("No such message");
    }

    private async Task<IReadOnlyList<bool>> AlarmsAsync(Guid call)
    {
        var id = (await RowAsync(call)).Id;
        return JsonSerializer.Deserialize<bool[]>(await centre.Database.ScalarAsync<string>($"""
            select coalesce(jsonb_agg(payload->'isBreach' order by id), '[]')::text from dispatch.outbox
            where type = 'MessageFellDue' and payload->>'messageId' = '{id}'
            """)) ?? [];
    }
}
