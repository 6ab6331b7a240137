using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Calls;

/// <summary>Two listeners on one leg: the call's recording and the message that is part of it.</summary>
internal sealed class TwinTap(IFrameTap first, IFrameTap second) : IFrameTap
{
    public void Write(ReadOnlySpan<short> received, ReadOnlySpan<short> sent)
    {
        first.Write(received, sent);
        second.Write(received, sent);
    }
}
