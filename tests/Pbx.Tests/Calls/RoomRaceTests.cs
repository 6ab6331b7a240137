using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Tests.Rtp;

namespace Zhkh.Pbx.Tests.Calls;

/// <summary>
/// Holds, transfers, questions, supervisors and hang-ups at once, by seeds: a transfer while the caller hangs up, two
/// of everything, the death of any leg at any step. Whatever happens, nobody is left alone without somebody on the
/// way, everything ends when the resident goes, and nothing stays taken.
/// </summary>
public sealed class RoomRaceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_happens_at_once_nobody_is_left_alone_and_nothing_stays_taken(int seed)
    {
        await using var legs = new LoopbackLegs();
        await using var journal = CallJournal.Open(
            new ModelDisk(), new CallRecords(1000), new JournalOptions(), TimeProvider.System, NullLogger.Instance);
        for (var round = 0; round < 25; round++)
        {
            await PlayAsync(legs, journal, new Random((1000 * seed) + round), $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public async Task Two_calls_of_one_phone_become_one_and_the_phone_is_out()
    {
        await using var legs = new LoopbackLegs();
        await using var journal = CallJournal.Open(
            new ModelDisk(), new CallRecords(1000), new JournalOptions(), TimeProvider.System, NullLogger.Instance);
        await using var town = new RoomTown(legs, journal, new Random(1));
        var (one, resident, own) = town.Begin("+79370000030", PartyRole.Resident, "201");
        var (two, colleague, second) = town.Begin("202", PartyRole.Person, "201");
        var heir = Assert.IsType<RoomParty>(two.Find("202"));
        Assert.IsType<ControlAnswer.Done>(town.Control.TakeOver(one, "201", two, heir));
        await two.Over.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.NotNull(own.How);
        Assert.NotNull(second.How);
        Assert.Null(colleague.How);
        Assert.Null(resident.How);
        Assert.Equal(one.CallId, town.Parts.InUse.CallOf("202"));
        Assert.Null(town.Parts.InUse.CallOf("201"));
        Assert.Equal("202", one.Story.Record.Extension);
        Assert.Equal(MoveKind.Attended, Assert.Single(one.Story.Record.Moves).Kind);
        resident.End(LegEnd.ByPeer);
        Assert.True((await one.Over.WaitAsync(TimeSpan.FromSeconds(30))).IsByResident);
        Assert.NotNull(colleague.How);
    }

    private static async Task PlayAsync(LoopbackLegs legs, CallJournal journal, Random chance, string name)
    {
        await using var town = new RoomTown(legs, journal, chance);
        var (room, resident, _) = town.Begin("+79370000030", PartyRole.Resident, "201");
        var (parts, story, phones, lines) = (town.Parts, room.Story, town.Phones, town.Lines);
        var seeds = Enumerable.Range(0, 4).Select(_ => chance.Next()).ToList();
        await Task.WhenAll(seeds.Select(
            own => Task.Run(() => Act(town.Control, phones, lines, story.Id, new Random(own)))));
        await SettledAsync(room, room.Over, story, name);

        resident.End(LegEnd.ByPeer);
        await room.Over.WaitAsync(TimeSpan.FromSeconds(30));
        await Until(
            () => RoomTown.Names.All(phone => parts.InUse.CallOf(phone) is null)
                && phones.Legs.Concat(lines.Legs).All(leg => leg.How is not null)
                && parts.Rooms.Find(story.Id) is null,
            () => $"{name}: left behind: "
                + string.Join(' ', RoomTown.Names.Where(p => parts.InUse.CallOf(p) is not null)));
    }

    private static void Act(CallControl control, ChancePhones phones, ChanceLine lines, Guid id, Random chance)
    {
        for (var i = 0; i < 12; i++)
        {
            var names = RoomTown.Names;
            var (by, to) = (names[chance.Next(names.Length)], names[chance.Next(names.Length)]);
            _ = chance.Next(12) switch
            {
                0 or 1 => control.Hold(id, by),
                2 => control.Resume(id, by),
                3 or 4 => control.Transfer(id, by, to),
                5 => control.Transfer(id, by, "dispatchers"),
                6 => control.Consult(id, by, to),
                7 => control.Complete(id, by),
                8 => chance.Next(2) == 0 ? control.Add(id, by, to) : control.Join(id, by),
                9 => control.Drop(id, by, to),
                10 => control.Supervise(id, by, (SupervisorMode)chance.Next(3)),
                _ => Kill(phones, lines, chance),
            };
        }
    }

    /// <summary>Some phone hangs up, or its sound is lost.</summary>
    private static ControlAnswer? Kill(ChancePhones phones, ChanceLine lines, Random chance)
    {
        var all = phones.Legs.Concat(lines.Legs).Where(leg => leg.How is null).ToList();
        if (all.Count > 0 && chance.Next(3) == 0)
        {
            all[chance.Next(all.Count)].End(chance.Next(2) == 0 ? LegEnd.ByPeer : LegEnd.MediaLost);
        }

        return null;
    }

    /// <summary>Moves have run out: either it is over, or the resident has somebody.</summary>
    private static Task SettledAsync(Room room, Task<RoomEnd> over, CallStory story, string name) => Until(
        () => over.IsCompleted || (room.Move is null && !story.Record.IsAlone),
        () => $"{name}: alone, {room.Move?.Kind} under way, {string.Join(' ', story.Record.Parties)}");

    private static async Task Until(Func<bool> isTrue, Func<string> what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isTrue())
        {
            Assert.False(limit.IsCancellationRequested, what());
            await Task.Delay(TimeSpan.FromMilliseconds(2), CancellationToken.None);
        }
    }
}
