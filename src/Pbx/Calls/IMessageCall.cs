namespace Zhkh.Pbx.Calls;

/// <summary>A call that can leave a message behind.</summary>
internal interface IMessageCall : ICall
{
    /// <summary>
    /// A signal, then the caller speaks into a recording of its own, beside the call's. A key or the limit ends it; a
    /// caller who hangs up after <paramref name="atLeast"/> has left a message all the same.
    /// </summary>
    /// <returns>False when what was said was shorter than <paramref name="atLeast"/>.</returns>
    Task<bool> TakeMessageAsync(string line, TimeSpan atLeast, TimeSpan atMost);
}
