using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Rtp;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// A room in which everybody hears everybody else (mix-minus). Legs come and go at any time; each keeps its own SSRC,
/// sequence numbers and timestamps, so no coming or going is heard as a jump by the others.
/// </summary>
/// <remarks>
/// Two legs are the common case and take the fast path: a packet is passed on in the moment it comes, transcoded by a
/// table at most. Waiting for the tick would cost 10 ms on average, and mixing one voice is copying it. Three and more
/// have to be mixed, which needs a common beat: then each leg's jitter buffer gives a frame per tick and each leg is
/// sent the sum of the others. Recording is not the bridge's business: the leg's tap hears both directions on the
/// tick in either mode, so a recorder never decides how fast a voice travels.
/// </remarks>
public sealed class Bridge : IDisposable
{
    /// <summary>A conference of more would be heard as noise.</summary>
    public const int SeatsMax = 8;

    private readonly Lock _gate = new();
    private BridgeSeat[] _seats = [];

    /// <summary>Legs in the room.</summary>
    public int Count => Volatile.Read(ref _seats).Length;

    /// <summary>
    /// Seats a leg; whatever it was played until now is let go. A leg that is already here stays where it is, with the
    /// voice it is given now.
    /// </summary>
    /// <returns>False when the room is full.</returns>
    public bool Join(RtpLeg leg, BridgeVoice voice = BridgeVoice.Open)
    {
        lock (_gate)
        {
            if (Array.Find(_seats, seat => seat.Leg == leg) is { } known)
            {
                if (known.Voice != voice)
                {
                    known.Voice = voice;
                    Arrange(_seats);
                }

                return true;
            }

            if (_seats.Length == SeatsMax)
            {
                return false;
            }

            Arrange([.. _seats, new BridgeSeat(leg) { Voice = voice }]);
            return true;
        }
    }

    /// <summary>Takes a leg out; from here on it hears silence until it is given something else.</summary>
    public void Leave(RtpLeg leg)
    {
        lock (_gate)
        {
            if (Array.Find(_seats, seat => seat.Leg == leg) is { } gone)
            {
                Arrange(Array.FindAll(_seats, seat => seat != gone));
                gone.Clear();
            }
        }
    }

    /// <summary>Everybody leaves.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            var gone = _seats;
            Volatile.Write(ref _seats, []);
            foreach (var seat in gone)
            {
                seat.Clear();
            }
        }
    }

    private void Arrange(BridgeSeat[] seats)
    {
        Volatile.Write(ref _seats, seats);
        var isPair = seats.Length == 2 && seats[0].Hears(seats[1]) && seats[1].Hears(seats[0]);
        foreach (var seat in seats)
        {
            if (seats.Length == 1)
            {
                seat.Clear();
            }
            else if (isPair)
            {
                seat.PassTo(seats[0] == seat ? seats[1] : seats[0]);
            }
            else
            {
                seat.Mix(Array.FindAll(seats, other => other != seat && seat.Hears(other)));
            }
        }
    }
}

/// <summary>Who hears a seat of a <see cref="Bridge"/>; everybody hears those who speak openly.</summary>
public enum BridgeVoice
{
    /// <summary>A stranger to our house: heard by all, not trusted with whispers.</summary>
    Open,

    /// <summary>One of our people: heard by all, and hears whispers.</summary>
    Ours,

    /// <summary>One of our people who switched the microphone off: hears whispers, is heard by nobody.</summary>
    Muted,

    /// <summary>A supervisor who prompts: heard by our people only.</summary>
    Whisper,

    /// <summary>A supervisor who listens: heard by nobody.</summary>
    Silent,
}

/// <summary>
/// A leg's place in a room. While mixing, it is the sink of what the leg says and the source of the others.
/// </summary>
internal sealed class BridgeSeat(RtpLeg leg) : IFrameSink, IFrameSource
{
    // Frames kept for those who have not ticked yet.
    private const int KeptFrames = 4;

    private readonly short[] _said = new short[KeptFrames * Pcm16.FrameSamples];
    private long _number;
    private Ear[] _others = [];

    public RtpLeg Leg => leg;

    public BridgeVoice Voice { get; set; }

    public bool Hears(BridgeSeat other) => other.Voice switch
    {
        BridgeVoice.Open or BridgeVoice.Ours => true,
        BridgeVoice.Whisper => Voice is BridgeVoice.Ours or BridgeVoice.Muted,
        BridgeVoice.Silent or BridgeVoice.Muted => false,
    };

    /// <summary>Alone, or out of the room.</summary>
    public void Clear()
    {
        leg.Peer = null;
        leg.Sink = null;
        leg.Source = null;
    }

    /// <summary>One of two: the packets of this leg go straight to the other.</summary>
    public void PassTo(BridgeSeat other)
    {
        leg.Sink = null;
        leg.Source = null;
        leg.Peer = other.Leg;
    }

    /// <summary>One of many: hears the sum of the others on the tick.</summary>
    public void Mix(BridgeSeat[] others)
    {
        leg.Peer = null;
        Volatile.Write(ref _others, Array.ConvertAll(others, seat => new Ear(seat)));
        leg.Sink = this;
        leg.Source = this;
    }

    public void Write(ReadOnlySpan<short> frame)
    {
        _number++;
        frame.CopyTo(Said(_number));
    }

    public bool TryRead(Span<short> frame)
    {
        frame.Clear();
        foreach (var ear in Volatile.Read(ref _others))
        {
            ear.AddTo(frame);
        }

        return true;
    }

    private Span<short> Said(long number) =>
        _said.AsSpan((int)(number % KeptFrames) * Pcm16.FrameSamples, Pcm16.FrameSamples);

    // All legs tick every 20 ms, each in its own phase, and phases move: an ear takes each frame once, may be one
    // behind, and hears nothing of a leg that has stopped ticking.
    private sealed class Ear(BridgeSeat seat)
    {
        private long _heard = seat._number;

        public void AddTo(Span<short> frame)
        {
            if (_heard == seat._number)
            {
                return;
            }

            if (seat._number - _heard > 2)
            {
                _heard = seat._number - 1;
            }

            Mixer.Add(seat.Said(++_heard), frame);
        }
    }
}
