using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Carries the changes of places that take time: rings whoever is to come, and when nobody does, finds somebody for
/// the resident who was left alone: first whoever left them, then a line, then a callback.
/// </summary>
internal sealed class RoomMoves
{
    private readonly CallParts _parts;
    private readonly IPhones _phones;
    private readonly TrunkOut _trunk;
    private readonly LineDoor _lines;

    public RoomMoves(CallParts parts, IPhones phones, TrunkOut trunk, LineDoor lines)
    {
        (_parts, _phones, _trunk, _lines) = (parts, phones, trunk, lines);
        parts.Rooms.OnLeftAlone = (room, move) => Begin(room, RescueAsync(room, move));
    }

    /// <summary>Carries a move that the room has under way.</summary>
    public void Carry(Room room, RoomMove move, MoveTarget target) => Begin(room, CarryAsync(room, move, target));

    /// <summary>
    /// Rings a phone of ours for a room; null when nobody came. Who comes is whom it rang, or who picked it up, and
    /// that phone is taken then.
    /// </summary>
    public async Task<RoomParty?> RingAsync(
        Room room, string extension, PartyRole role, TimeSpan limit, bool isWished, RoomMove? move)
    {
        if (_parts.InUse.CallOf(extension) is not null || !_phones.Registered.Contains(extension))
        {
            return null;
        }

        var record = room.Story.Record;
        var request = new RingRequest(extension, record.Phone ?? record.From, null, room.CallId)
        {
            IsWished = isWished,
        };
        return await AnswerAsync(room, _phones.Ring(request), limit, move)
            is RingResult.Answered { Leg: VoiceLeg leg } answered
            ? Take(room, answered.By ?? extension, role, leg) : null;
    }

    /// <summary>Carries a move whose target rings already; the phone that wished it is told how it goes.</summary>
    public void CarryRing(Room room, RoomMove move, GivenRing given, Action<int> tell) =>
        Begin(room, CarryRingAsync(room, move, given, tell));

    private void Begin(Room room, Task carrying) => _ = _parts.WatchAsync(carrying, room.CallId);

    private async Task CarryAsync(Room room, RoomMove move, MoveTarget target)
    {
        if (target is MoveTarget.Line line)
        {
            if (!await WaitAsync(room, move, line.Code))
            {
                await FailAsync(room, move, isLineTried: true);
            }

            return;
        }

        if (!await BringAsync(room, move, target))
        {
            await FailAsync(room, move, isLineTried: false);
        }
    }

    /// <summary>Rings the target and seats it. False when it did not come.</summary>
    private async Task<bool> BringAsync(Room room, RoomMove move, MoveTarget target)
    {
        var limit = _parts.Options.TransferRingMax;
        switch (target)
        {
            case MoveTarget.Phone phone:
                return await RingAsync(
                    room, phone.Extension, PartyRole.Person, limit, isWished: false, move) is { } ours
                    && Seat(room, move, ours);
            case MoveTarget.Outside outside:
                var ring = _trunk.Dial(outside.Lease);
                if (ring is null || await AnswerAsync(room, ring, _parts.Options.RingTimeMax, move)
                    is not RingResult.Answered { Leg: VoiceLeg far })
                {
                    outside.Lease.Dispose();
                    return false;
                }

                return Seat(room, move, Outside(far, outside.Lease));
            default:
                throw new InvalidOperationException("A line is waited in, not rung.");
        }
    }

    /// <summary>As it was wished by REFER: whoever wished it stays until the target answers.</summary>
    private async Task CarryRingAsync(Room room, RoomMove move, GivenRing given, Action<int> tell)
    {
        tell(StatusCode.Ringing);
        var result = await AnswerAsync(room, given.Ring, _parts.Options.TransferRingMax, move);
        if (result is RingResult.Answered { Leg: VoiceLeg leg } answered
            && (given.Lease is { } lease
                ? Outside(leg, lease)
                : Take(room, answered.By ?? given.To, PartyRole.Person, leg)) is { } party)
        {
            tell(StatusCode.Ok);
            Seat(room, move, party);
            room.Do(state => RoomSuccession.Leave(state, move.By, party));
            return;
        }

        given.Lease?.Dispose();
        tell(result is RingResult.Refused refused ? refused.Status : StatusCode.BusyHere);
        await FailAsync(room, move, isLineTried: false);
    }

    private static RoomParty Outside(VoiceLeg far, DialLease lease) =>
        new(lease.Number.ToString(), PartyRole.Person, far, isOurs: false) { Lease = lease };

    /// <summary>A phone that answered; null when it is in another call by now, and hung up.</summary>
    private RoomParty? Take(Room room, string extension, PartyRole role, VoiceLeg leg)
    {
        if (_parts.InUse.TryTake(extension, room.CallId))
        {
            return new RoomParty(extension, role, leg, isOurs: true);
        }

        leg.HangUp();
        return null;
    }

    /// <summary>Seats who came; who came too late is sent away. True either way: they did come.</summary>
    private bool Seat(Room room, RoomMove move, RoomParty party)
    {
        if (!room.TrySeat(party, move))
        {
            party.Leg.HangUp();
            party.Lease?.Dispose();
            if (party.IsOurs)
            {
                _parts.InUse.Release(party.Name, room.CallId);
            }
        }

        return true;
    }

    private async Task<RingResult> AnswerAsync(Room room, IRing ring, TimeSpan limit, RoomMove? move)
    {
        await using var over = room.Closed.Register(() => ring.Cancel(false));
        await using var given = (move?.GivenUp ?? default).Register(() => ring.Cancel(false));
        await using var patience = _parts.Time.CreateTimer(
            _ => ring.Cancel(false), null, limit, Timeout.InfiniteTimeSpan);
        return await ring.Result;
    }

    /// <summary>Sends the resident to a line. False when nobody came, or there is no resident to wait.</summary>
    private async Task<bool> WaitAsync(Room room, RoomMove move, string line)
    {
        if (room.GiveToLine(isInLine: true) is not { } leg)
        {
            return false;
        }

        var caller = new RoomCaller(_parts, room, move, leg);
        return await _lines.JoinAsync(caller, line, room.Closed);
    }

    private async Task FailAsync(Room room, RoomMove move, bool isLineTried)
    {
        if (room.IsFailureHarmless(move))
        {
            return;
        }

        var rescue = new RoomMove(move.By, move.By, MoveKind.RingBack) { IsRescue = true };
        if (room.TryReplace(move, rescue))
        {
            await RescueAsync(room, rescue, isLineTried);
        }
    }

    /// <summary>Nobody has the resident in hand: whoever left them is rung back, then a line is tried.</summary>
    private async Task RescueAsync(Room room, RoomMove move, bool isLineTried = false)
    {
        room.GiveToLine(isInLine: false);
        var back = new MoveTarget.Phone(move.By);
        if (await BringAsync(room, move, back) || room.IsFailureHarmless(move))
        {
            return;
        }

        var record = room.Story.Record;
        if (isLineTried || record.Direction == CallDirection.Internal)
        {
            await GiveUpAsync(room, move);
            return;
        }

        var line = record.Line is { } known && _lines.Has(known) ? known : _parts.Options.RescueLine;
        var wait = new RoomMove(move.By, line, MoveKind.Line) { IsRescue = true };
        if (room.TryReplace(move, wait) && !await WaitAsync(room, wait, line))
        {
            await GiveUpAsync(room, wait);
        }
    }

    /// <summary>Says that we call back, and ends the call as one that is owed.</summary>
    private async Task GiveUpAsync(Room room, RoomMove move)
    {
        if (room.GiveToLine(isInLine: true) is { } leg)
        {
            // A resident who holds us hears nothing and would never have heard it to the end.
            Task saying = new RoomCaller(_parts, room, move, leg).PlayAsync(new Prompt(_parts.Options.LeftAlonePrompt));
            await Task.WhenAny(saying, Task.Delay(_parts.Options.TransferRingMax, _parts.Time, room.Closed));
        }

        room.Finish(new RoomEnd(LegEnd.ByUs, IsByResident: false, IsLeftAlone: true));
    }
}
