using System.Collections.Concurrent;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Rtp;

namespace Zhkh.Pbx.Tests.Calls;

/// <summary>A party without SIP: a real leg of the media, ended by the test.</summary>
internal sealed class FakeVoiceLeg(RtpLeg media) : VoiceLeg
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _gate = new();
    private LegEnd? _how;

    public override RtpLeg Media => media;

    public override CancellationToken Ended => _ended.Token;

    public override LegEnd? How => _how;

    public override bool IsHeld => false;

    public override void HangUp(string? reason = null) => End(LegEnd.ByUs);

    /// <summary>The far side hangs up, or vanishes.</summary>
    public void End(LegEnd how)
    {
        lock (_gate)
        {
            if (_how is not null)
            {
                return;
            }

            _how = how;
        }

        media.Dispose();
        _ = _ended.CancelAsync();
    }
}

/// <summary>Phones that answer, refuse or let it ring, as chance has it.</summary>
internal sealed class ChancePhones(Func<RtpLeg> open, Random chance, IReadOnlyCollection<string> registered) : IPhones
{
    private readonly Lock _gate = new();

    public IReadOnlyCollection<string> Registered => registered;

    public Action? OnChanged { get; set; }

    /// <summary>Every leg that answered.</summary>
    public ConcurrentBag<FakeVoiceLeg> Legs { get; } = [];

    public IRing Ring(RingRequest request)
    {
        int lot, wait;
        lock (_gate)
        {
            (lot, wait) = (chance.Next(4), chance.Next(6));
        }

        var ring = new ChanceRing();
        _ = DecideAsync(ring, lot, wait);
        return ring;
    }

    private async Task DecideAsync(ChanceRing ring, int lot, int wait)
    {
        for (var i = 0; i < wait; i++)
        {
            await Task.Yield();
        }

        if (lot == 0)
        {
            ring.Refuse(486);
        }
        else if (lot > 1)
        {
            var leg = new FakeVoiceLeg(open());
            Legs.Add(leg);
            ring.Answer(leg);
        }
    }

    private sealed class ChanceRing : IRing
    {
        private readonly TaskCompletionSource<RingResult> _result =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<RingResult> Result => _result.Task;

        public void Cancel(bool isAnsweredElsewhere) => Refuse(487);

        public void Refuse(int status) => _result.TrySetResult(new RingResult.Refused(status));

        public void Answer(FakeVoiceLeg leg)
        {
            if (!_result.TrySetResult(new RingResult.Answered(leg)))
            {
                leg.End(LegEnd.ByUs);
            }
        }
    }
}
