namespace Zhkh.Web.Cli;

/// <summary>Keys and speech known beforehand, as <c>zhkh call</c> has them.</summary>
internal sealed class PlannedVoice(KeyPlan keys, short[] speech) : IPhoneVoice
{
    private readonly Queue<(long Tick, char Key)> _plan = new(keys.Keys);

    public char? KeyAt(long tick) => _plan.TryPeek(out var next) && next.Tick <= tick ? _plan.Dequeue().Key : null;

    public void Speak(long tick, Span<short> frame)
    {
        var at = tick * frame.Length;
        if (at < speech.Length)
        {
            speech.AsSpan((int)at, Math.Min(frame.Length, speech.Length - (int)at)).CopyTo(frame);
        }
    }
}
