using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Tests.Rtp;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Pbx.Tests.Calls;

/// <summary>Conversations and their control without SIP: phones and a line that do what chance says.</summary>
internal sealed class RoomTown : IAsyncDisposable
{
    public static readonly string[] Names = ["201", "202", "203", "204"];

    private readonly LoopbackLegs _legs;
    private readonly SipStack _stack;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("room");
    private readonly TrunkBoard _trunks;

    public RoomTown(LoopbackLegs legs, CallJournal journal, Random chance)
    {
        _legs = legs;
        // Never started: nobody is called outside here.
        _stack = new SipStack(
            new SipOptions { Bind = [new IPEndPoint(IPAddress.Loopback, 0)] },
            new PeerDirectory(AddressList.Parse("127.0.0.9"), []), TimeProvider.System, NullLoggerFactory.Instance);
        _trunks = new TrunkBoard(
            new TrunkBoardOptions { DataFolder = _folder.FullName }, TimeProvider.System, NullLogger.Instance);
        var options = new CallOptions { TransferRingMax = TimeSpan.FromMilliseconds(30) };
        Parts = new CallParts(
            options, journal, new CallFeed(), new LiveCalls(10), new PhonesInUse(),
            new LegPool(legs.Engine, _ => null, TimeProvider.System, NullLogger.Instance), PromptLibrary.Empty, null,
            TimeProvider.System, NullLogger.Instance);
        Phones = new ChancePhones(legs.Open, new Random(chance.Next()), Names);
        Lines = new ChanceLine(new Random(chance.Next()), Parts, legs.Open);
        Control = new CallControl(
            Parts, new PhoneDesk(Phones, Parts, _ => false),
            new DialPlan(new DialPlanOptions(), TimeProvider.System),
            new TrunkOut(_stack, Parts.Legs, _trunks, options, TimeProvider.System, NullLogger.Instance),
            Lines.Door, Names.Contains,
            _ => "privolsk");
    }

    public CallParts Parts { get; }

    public CallControl Control { get; }

    public ChancePhones Phones { get; }

    public ChanceLine Lines { get; }

    /// <summary>A call in which a party and one of our phones talk.</summary>
    public (Room Room, FakeVoiceLeg Far, FakeVoiceLeg Own) Begin(string far, PartyRole role, string own)
    {
        var story = Parts.NewStory(Guid.CreateVersion7());
        story.Offered(new JournalFact.Offered(
            "x", role == PartyRole.Resident ? CallDirection.Inbound : CallDirection.Internal, far, "100", far, null,
            "privolsk", "n", null, null)
        {
            CallId = story.Id, At = TimeProvider.System.GetUtcNow(),
        });
        _ = story.AnsweredAsync();
        story.HumanAnswered(own);
        Parts.InUse.TryTake(own, story.Id);
        var (farLeg, ownLeg) = (new FakeVoiceLeg(_legs.Open()), new FakeVoiceLeg(_legs.Open()));
        Phones.Legs.Add(ownLeg);
        var room = new Room(Parts, story);
        _ = room.RunAsync(
            new RoomParty(far, role, farLeg, isOurs: role == PartyRole.Person),
            new RoomParty(own, PartyRole.Person, ownLeg, isOurs: true));
        return (room, farLeg, ownLeg);
    }

    /// <summary>Somebody at a phone of ours who is to come into a conversation.</summary>
    public RoomParty Person(string extension)
    {
        var leg = new FakeVoiceLeg(_legs.Open());
        Phones.Legs.Add(leg);
        return new RoomParty(extension, PartyRole.Person, leg, isOurs: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _trunks.DisposeAsync();
        await _stack.StopAsync(CancellationToken.None);
        _folder.Delete(recursive: true);
    }
}

/// <summary>A line in which somebody comes, or nobody.</summary>
internal sealed class ChanceLine(Random chance, CallParts parts, Func<RtpLeg> open)
{
    private readonly Lock _gate = new();

    public ConcurrentBag<FakeVoiceLeg> Legs { get; } = [];

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
