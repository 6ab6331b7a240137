using System.Diagnostics;

namespace Zhkh.Pbx.Rtp;

/// <summary>
/// When each leg is due. Twenty milliseconds are cut into ten phases, so that calls do not all send at once; a leg
/// hangs in the slot of its next tick and is hung up again after it. Deadlines are absolute: after a stall the wheel
/// runs through the slots it missed. Owned by the media thread; a leg's hooks are its own fields, nothing is allocated.
/// </summary>
internal sealed class MediaWheel(long startNs)
{
    /// <summary>Length of a phase.</summary>
    public const long TickNs = 2_000_000;

    /// <summary>Phases in a frame of 20 ms.</summary>
    public const int Phases = 10;

    /// <summary>
    /// A stall longer than this (half a second) is not made good, or the burst would be a stall itself.
    /// </summary>
    public const int BurstTicksMax = 250;

    /// <summary>Most phases a leg can be put off by in one tick.</summary>
    public const int LaterMax = 2;

    // A power of two above Phases + LaterMax, the furthest a leg is ever hung.
    private const int Slots = 16;

    private readonly RtpLeg?[] _slots = new RtpLeg?[Slots];
    private readonly RtpLeg?[] _ends = new RtpLeg?[Slots];
    private readonly int[] _sizes = new int[Slots];
    private long _tick;

    /// <summary>Legs on the wheel.</summary>
    public int Count { get; private set; }

    /// <summary>Ticks left out because of stalls.</summary>
    public long TicksSkipped { get; private set; }

    /// <summary>When the next leg is due; long.MaxValue when there is none.</summary>
    public long NextDueNs
    {
        get
        {
            for (var ahead = 1; ahead < Slots; ahead++)
            {
                if (_slots[(_tick + ahead) % Slots] is not null)
                {
                    return startNs + ((_tick + ahead) * TickNs);
                }
            }

            return long.MaxValue;
        }
    }

    /// <summary>Hangs a new leg into the emptiest of the next phases.</summary>
    public void Add(RtpLeg leg, long nowNs)
    {
        if (Count == 0)
        {
            _tick = Math.Max(_tick, (nowNs - startNs) / TickNs);
        }

        var best = 1;
        for (var ahead = 2; ahead <= Phases; ahead++)
        {
            if (_sizes[(_tick + ahead) % Slots] < _sizes[(_tick + best) % Slots])
            {
                best = ahead;
            }
        }

        Hang(leg, _tick + best);
        Count++;
    }

    public void Remove(RtpLeg leg)
    {
        Unhang(leg);
        Count--;
    }

    /// <summary>The leg has just sent out of turn: its next tick is a frame from now.</summary>
    public void Rephase(RtpLeg leg, long nowNs)
    {
        Unhang(leg);
        var due = (nowNs - startNs + (Phases * TickNs) + (TickNs / 2)) / TickNs;
        Hang(leg, Math.Clamp(due, _tick + 1, _tick + Phases + 1));
    }

    /// <summary>
    /// Moves on to the present. <paramref name="tick"/> runs a leg and says by how many phases to put it off.
    /// </summary>
    public void Run(long nowNs, Func<RtpLeg, long, int> tick)
    {
        var present = (nowNs - startNs) / TickNs;
        if (present - _tick > BurstTicksMax)
        {
            // Whole turns of the wheel, so that every leg keeps its slot.
            var skipped = (present - _tick - BurstTicksMax) / Slots * Slots;
            _tick += skipped;
            TicksSkipped += skipped;
        }

        while (_tick < present && Count > 0)
        {
            _tick++;
            var slot = (int)(_tick % Slots);
            var leg = _slots[slot];
            _slots[slot] = _ends[slot] = null;
            _sizes[slot] = 0;
            while (leg is not null)
            {
                var next = leg.WheelNext;
                var later = Math.Clamp(tick(leg, nowNs), 0, LaterMax);
                Hang(leg, _tick + Phases + later);
                leg = next;
            }
        }

        _tick = Math.Max(_tick, Count == 0 ? present : _tick);
    }

    // At the end of the row: legs of one phase keep their order from turn to turn, so none is read before it has
    // written in one turn and after it in the next.
    private void Hang(RtpLeg leg, long tick)
    {
        var slot = (int)(tick % Slots);
        Debug.Assert(tick > _tick && tick - _tick < Slots, "A leg is hung at most one turn ahead.");
        leg.WheelSlot = slot;
        leg.WheelNext = null;
        leg.WheelPrevious = _ends[slot];
        if (_ends[slot] is { } last)
        {
            last.WheelNext = leg;
        }
        else
        {
            _slots[slot] = leg;
        }

        _ends[slot] = leg;
        _sizes[slot]++;
    }

    private void Unhang(RtpLeg leg)
    {
        if (leg.WheelPrevious is { } previous)
        {
            previous.WheelNext = leg.WheelNext;
        }
        else
        {
            _slots[leg.WheelSlot] = leg.WheelNext;
        }

        if (leg.WheelNext is { } next)
        {
            next.WheelPrevious = leg.WheelPrevious;
        }
        else
        {
            _ends[leg.WheelSlot] = leg.WheelPrevious;
        }

        leg.WheelNext = leg.WheelPrevious = null;
        _sizes[leg.WheelSlot]--;
    }
}
