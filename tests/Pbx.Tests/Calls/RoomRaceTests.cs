using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Tests.Rtp;

namespace Zhkh.Pbx.Tests.Calls;

/// <summary>
/// Holds, transfers, questions, supervisors and hang-ups at once, by seeds: a transfer while the caller hangs up, two
/// of everything, the death of any leg at any step. Whatever happens, nobody is left alone without somebody on the
/// way, everything ends when the resident goes, and nothing stays taken.
/// </summary>
public sealed class RoomRaceTests
{
    private static readonly string[] Phones = ["201", "202", "203", "204"];

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

    private static async Task PlayAsync(LoopbackLegs legs, CallJournal journal, Random chance, string name)
    {
        var options = new CallOptions { TransferRingMax = TimeSpan.FromMilliseconds(30) };
        var feed = new CallFeed();
        var parts = new CallParts(
            options, journal, feed, new LiveCalls(10), new PhonesInUse(),
            new LegPool(legs.Engine, null, TimeProvider.System, NullLogger.Instance), PromptLibrary.Empty, null,
            TimeProvider.System, NullLogger.Instance);
        var phones = new ChancePhones(legs.Open, new Random(chance.Next()), Phones);
        var lines = new ChanceLine(new Random(chance.Next()), parts, legs.Open);
        var desk = new PhoneDesk(phones, new PermanentLines(parts), _ => false);
        using var stack = new UnusedStack();
        var control = new CallControl(
            parts, desk, new DialPlan(new DialPlanOptions(), TimeProvider.System),
            new TrunkOut(stack.Stack, parts.Legs, null, options, TimeProvider.System), lines.Door,
            Phones.Contains, _ => "privolsk");
        var story = parts.NewStory(Guid.CreateVersion7());
        story.Offered(new JournalFact.Offered(
            "x", CallDirection.Inbound, "+79370000030", "100", "+79370000030", null, "privolsk", "n", null, null)
        {
            CallId = story.Id, At = TimeProvider.System.GetUtcNow(),
        });
        await story.AnsweredAsync();
        story.HumanAnswered("201");
        parts.InUse.TryTake("201", story.Id);
        var resident = new FakeVoiceLeg(legs.Open());
        var first = new FakeVoiceLeg(legs.Open());
        phones.Legs.Add(first);
        var room = new Room(parts, story);
        var over = room.RunAsync(
            new RoomParty("+79370000030", PartyRole.Resident, resident, isOurs: false),
            new RoomParty("201", PartyRole.Person, first, isOurs: true));

        var seeds = Enumerable.Range(0, 4).Select(_ => chance.Next()).ToList();
        await Task.WhenAll(seeds.Select(own => Task.Run(() => Act(control, phones, lines, story.Id, new Random(own)))));
        await SettledAsync(room, over, story, name);

        resident.End(LegEnd.ByPeer);
        await over.WaitAsync(TimeSpan.FromSeconds(30));
        await Until(
            () => Phones.All(phone => parts.InUse.CallOf(phone) is null)
                && phones.Legs.Concat(lines.Legs).All(leg => leg.How is not null)
                && parts.Rooms.Find(story.Id) is null,
            () => $"{name}: left behind: {string.Join(' ', Phones.Where(p => parts.InUse.CallOf(p) is not null))}");
    }

    private static void Act(CallControl control, ChancePhones phones, ChanceLine lines, Guid id, Random chance)
    {
        for (var i = 0; i < 12; i++)
        {
            var (by, to) = (Phones[chance.Next(Phones.Length)], Phones[chance.Next(Phones.Length)]);
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

    /// <summary>A line in which somebody comes, or nobody.</summary>
    private sealed class ChanceLine(Random chance, CallParts parts, Func<RtpLeg> open)
    {
        private readonly Lock _gate = new();

        public System.Collections.Concurrent.ConcurrentBag<FakeVoiceLeg> Legs { get; } = [];

        public LineDoor Door => new(() => ["dispatchers"], code => code == "dispatchers", JoinAsync);

        private async Task<bool> JoinAsync(IWaitingCall call, string line, CancellationToken cancel)
        {
            bool comes;
            lock (_gate)
            {
                comes = chance.Next(2) == 0;
            }

            call.Story.WantedPerson(line);
            await Task.Yield();
            if (!comes || cancel.IsCancellationRequested || !parts.InUse.TryTake("204", call.Id))
            {
                return false;
            }

            var leg = new FakeVoiceLeg(open());
            Legs.Add(leg);
            call.Story.HumanAnswered("204");
            await call.TalkAsync(leg);
            leg.HangUp();
            parts.InUse.Release("204", call.Id);
            return true;
        }
    }

    /// <summary>A stack that is never started: nobody is called outside here.</summary>
    private sealed class UnusedStack : IDisposable
    {
        public SipStack Stack { get; } = new(
            new SipOptions { Bind = [new IPEndPoint(IPAddress.Loopback, 0)] },
            new Zhkh.Pbx.Trunks.PeerDirectory(Zhkh.Pbx.Trunks.AddressList.Parse(""), []), TimeProvider.System,
            NullLoggerFactory.Instance);

        public void Dispose() => Stack.StopAsync(CancellationToken.None).GetAwaiter().GetResult();
    }
}
