using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>A step of a conversation: the caller leaves a message.</summary>
public interface IVoicemail
{
    /// <summary>
    /// Asks, gives the signal, records, thanks. What is too short is asked for once more. The message becomes an item
    /// with a clock of its own as soon as the call is over, whoever ends it.
    /// </summary>
    /// <param name="queue">The line it is left for.</param>
    /// <returns>False when nothing was left, or this call cannot leave anything.</returns>
    Task<bool> TakeAsync(ICall call, string organisation, string queue);
}
