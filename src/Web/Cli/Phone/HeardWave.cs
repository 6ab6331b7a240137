namespace Zhkh.Web.Cli;

/// <summary>Received sound with the energy of any stretch of it at hand.</summary>
internal sealed class HeardWave
{
    /// <summary>Half a packet: whatever the alignment, one of these lies wholly inside a lost one.</summary>
    private const int HoleSamples = 80;

    private readonly float[] _samples;
    private readonly double[] _energyBefore;

    public HeardWave(ReadOnlySpan<short> sound)
    {
        _samples = new float[sound.Length];
        _energyBefore = new double[sound.Length + 1];
        for (var i = 0; i < sound.Length; i++)
        {
            _samples[i] = sound[i];
            _energyBefore[i + 1] = _energyBefore[i] + ((double)sound[i] * sound[i]);
        }
    }

    public int Length => _samples.Length;

    public ReadOnlySpan<float> From(int at) => _samples.AsSpan(at);

    /// <summary>Whether a packet's worth of perfect silence lies in the stretch: it may have been lost.</summary>
    public bool MayHaveHole(int at, int length)
    {
        for (var place = at; place + HoleSamples <= Math.Min(at + length, Length); place += HoleSamples)
        {
            if (_energyBefore[place + HoleSamples] == _energyBefore[place])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Energy of a stretch; what lies beyond the end is silence.</summary>
    public float Energy(int at, int length)
    {
        var end = Math.Min(at + length, Length);
        return at >= end ? 0 : (float)(_energyBefore[end] - _energyBefore[at]);
    }

    public double Rms(int at, int length) => Math.Sqrt(Energy(at, length) / Math.Max(1, length));
}
