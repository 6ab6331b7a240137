namespace Zhkh.Pbx.Rtp;

/// <summary>
/// Sequence numbers of one source, stretched to 32 bits, with what RFC 3550 appendix A.3 needs to count losses.
/// A mutable struct: it lives as a field of the one who receives.
/// </summary>
public struct RtpSequence
{
    // RFC 3550 A.1: a step back of up to 100 is a late packet, a step forward of up to 3000 is a loss.
    private const int MisorderMax = 100;
    private const int DropoutMax = 3000;

    private uint _base;
    private uint _highest;
    private ushort _restartCandidate;
    private bool _candidateSet;
    private long _expectedBefore;
    private long _receivedBefore;

    /// <summary>Packets taken in, late and doubled ones too.</summary>
    public long Received { get; private set; }

    /// <summary>Highest number seen, with the count of wraps in the upper half.</summary>
    public readonly uint Highest => _highest;

    /// <summary>Packets the source must have sent.</summary>
    public readonly long Expected => Received == 0 ? 0 : (long)_highest - _base + 1;

    /// <summary>Missing packets; doubled ones cannot make it negative here.</summary>
    public readonly long Lost => Math.Max(0, Expected - Received);

    /// <summary>Takes a packet's number. False: it is far from the others and may be a stray or a restart.</summary>
    public bool Take(ushort sequence)
    {
        if (Received == 0)
        {
            // A full cycle below, so that a late packet does not underflow.
            _base = _highest = 0x10000u | sequence;
            Received = 1;
            return true;
        }

        var step = (short)(sequence - (ushort)_highest);
        if (step is > -MisorderMax and < DropoutMax)
        {
            if (step > 0)
            {
                _highest += (uint)step;
            }

            _candidateSet = false;
            Received++;
            return true;
        }

        // RFC 3550 A.1: two in a row mean that the source restarted without telling anyone.
        if (_candidateSet && sequence == _restartCandidate)
        {
            this = default;
            return Take(sequence);
        }

        _restartCandidate = (ushort)(sequence + 1);
        _candidateSet = true;
        return false;
    }

    /// <summary>Fraction lost since the last call, in 1/256 (RFC 3550 A.3).</summary>
    public byte FractionLost256()
    {
        var expected = Expected - _expectedBefore;
        var lost = expected - (Received - _receivedBefore);
        _expectedBefore = Expected;
        _receivedBefore = Received;
        return expected <= 0 || lost <= 0 ? (byte)0 : (byte)Math.Min(255, (lost << 8) / expected);
    }
}
