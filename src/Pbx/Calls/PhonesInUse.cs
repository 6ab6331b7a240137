using System.Collections.Concurrent;

namespace Zhkh.Pbx.Calls;

/// <summary>Which of our phones is in which call: a phone in a call is not rung for another.</summary>
internal sealed class PhonesInUse
{
    private readonly ConcurrentDictionary<string, Guid> _calls = new(StringComparer.Ordinal);

    /// <summary>Told when a phone was taken into a call; on any thread, must return at once.</summary>
    public Action? OnTaken { get; set; }

    /// <summary>Told when a phone became free; on any thread, must return at once.</summary>
    public Action? OnFreed { get; set; }

    /// <summary>Told which phone left which call, before <see cref="OnFreed"/>.</summary>
    public Action<string, Guid>? OnLeft { get; set; }

    public Guid? CallOf(string extension) => _calls.TryGetValue(extension, out var call) ? call : null;

    /// <summary>False when the phone is in another call.</summary>
    public bool TryTake(string extension, Guid callId)
    {
        if (!_calls.TryAdd(extension, callId))
        {
            return false;
        }

        OnTaken?.Invoke();
        return true;
    }

    public void Release(string extension, Guid callId)
    {
        if (_calls.TryRemove(KeyValuePair.Create(extension, callId)))
        {
            OnLeft?.Invoke(extension, callId);
            OnFreed?.Invoke();
        }
    }
}
