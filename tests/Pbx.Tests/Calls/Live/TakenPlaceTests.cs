using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Tests.Rtp;

namespace Zhkh.Pbx.Tests.Calls.Live;

/// <summary>What goes with a place in a conversation that another telephone takes (RFC 3891).</summary>
public sealed class TakenPlaceTests
{
    [Fact]
    public Task Another_device_of_the_same_extension_leaves_the_phone_in_its_call() => PlayAsync((town, room) =>
    {
        var told = new List<string>();
        town.Parts.InUse.OnLeft = (extension, _) => told.Add(extension);
        town.Parts.InUse.OnFreed = () => told.Add("freed");
        var before = Assert.IsType<RoomParty>(room.Find("201"));
        Assert.True(room.TryTakePlace(before, town.Person("201")));
        Assert.Empty(told);
        Assert.Equal(room.CallId, town.Parts.InUse.CallOf("201"));
        Assert.NotNull(before.Leg.How);

        room.Finish(new RoomEnd(LegEnd.ByUs, false));
        Assert.Equal(["201", "freed"], told);
        Assert.Null(town.Parts.InUse.CallOf("201"));
    });

    [Fact]
    public Task Another_extension_is_taken_before_the_one_that_leaves_is_free() => PlayAsync((town, room) =>
    {
        Guid? nextWhenFreed = null;
        town.Parts.InUse.OnFreed = () => nextWhenFreed = town.Parts.InUse.CallOf("202");
        Assert.True(room.TryTakePlace(Assert.IsType<RoomParty>(room.Find("201")), town.Person("202")));
        Assert.Equal(room.CallId, nextWhenFreed);
        Assert.Null(town.Parts.InUse.CallOf("201"));

        town.Parts.InUse.TryTake("203", Guid.NewGuid());
        Assert.False(room.TryTakePlace(Assert.IsType<RoomParty>(room.Find("202")), town.Person("203")));
        Assert.NotNull(room.Find("202"));
    });

    [Fact]
    public Task Who_takes_the_place_of_one_who_asks_a_colleague_asks_them_now() => PlayAsync((town, room) =>
    {
        RoomMove? asking = null;
        room.Do(state =>
        {
            Assert.IsType<RoomParty>(state.FarSideOf("201")).HeldBy = "201";
            asking = state.Begin("201", "203", MoveKind.Consult);
            return ControlAnswer.Ok;
        });
        Assert.True(room.TryTakePlace(Assert.IsType<RoomParty>(room.Find("201")), town.Person("202")));
        Assert.Equal("202", asking?.By);
        Assert.True(room.TrySeat(town.Person("203"), asking));
        // The resident hears nothing of it.
        Assert.Equal("202", room.Find(party => party.Role == PartyRole.Resident)?.HeldBy);
        Assert.IsType<ControlAnswer.Done>(town.Control.Complete(room.CallId, "202"));
        Assert.Null(room.Find(party => party.Role == PartyRole.Resident)?.HeldBy);
    });

    private static async Task PlayAsync(Action<RoomTown, Room> play)
    {
        await using var legs = new LoopbackLegs();
        await using var journal = CallJournal.Open(
            new ModelDisk(), new CallRecords(100), new JournalOptions(), TimeProvider.System, NullLogger.Instance);
        await using var town = new RoomTown(legs, journal, new Random(1));
        var (room, resident, _) = town.Begin("+79370000030", PartyRole.Resident, "201");
        play(town, room);
        resident.End(LegEnd.ByPeer);
        await room.Over.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
