namespace Zhkh.Pbx.Calls;

/// <summary>
/// Which of our phones is in which call: a phone in a call is not rung for another, unless its person asks for a
/// second one. Safe from any thread; bounded by the phones.
/// </summary>
internal sealed class PhonesInUse
{
    /// <summary>One that is held and one that talks.</summary>
    public const int CallsMax = 2;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Use>> _calls = new(StringComparer.Ordinal);

    /// <summary>Told when a phone was taken into a call; on any thread, must return at once.</summary>
    public Action? OnTaken { get; set; }

    /// <summary>Told when a phone became free; on any thread, must return at once.</summary>
    public Action? OnFreed { get; set; }

    /// <summary>
    /// Told which phone left which call, before <see cref="OnFreed"/>; of one that was only asked for when with it
    /// the phone became free.
    /// </summary>
    public Action<string, Guid>? OnLeft { get; set; }

    /// <summary>The call it is in, of two the later one.</summary>
    public Guid? CallOf(string extension)
    {
        lock (_gate)
        {
            return _calls.TryGetValue(extension, out var calls) ? calls[^1].Call : null;
        }
    }

    /// <summary>Whether the phone talks in this call; one that was only asked for does not count.</summary>
    public bool IsIn(string extension, Guid callId)
    {
        lock (_gate)
        {
            return _calls.TryGetValue(extension, out var calls) && calls.Contains(new Use(callId, IsAsked: false));
        }
    }

    /// <summary>False when the phone is in another call, and this one was not asked for as its second.</summary>
    public bool TryTake(string extension, Guid callId)
    {
        bool isTaken;
        lock (_gate)
        {
            isTaken = Take(extension, callId);
        }

        if (isTaken)
        {
            OnTaken?.Invoke();
        }

        return isTaken;
    }

    /// <summary>
    /// A phone that is in a call will take this one too: <see cref="TryTake"/> then says yes, or <see cref="Release"/>
    /// takes it back. False when it is free, in this call already, or in two.
    /// </summary>
    public bool TryAskSecond(string extension, Guid callId)
    {
        lock (_gate)
        {
            if (!_calls.TryGetValue(extension, out var calls) || calls.Count >= CallsMax
                || calls.Exists(use => use.Call == callId))
            {
                return false;
            }

            calls.Add(new Use(callId, IsAsked: true));
            return true;
        }
    }

    /// <summary>Takes back what was asked for and did not come.</summary>
    public void GiveUpSecond(string extension, Guid callId)
    {
        if (Remove(extension, new Use(callId, IsAsked: true)) is true)
        {
            // The first one was over meanwhile.
            OnLeft?.Invoke(extension, callId);
            OnFreed?.Invoke();
        }
    }

    public void Release(string extension, Guid callId)
    {
        if (Remove(extension, new Use(callId, IsAsked: false)) is not { } isFree)
        {
            return;
        }

        OnLeft?.Invoke(extension, callId);
        if (isFree)
        {
            OnFreed?.Invoke();
        }
    }

    /// <summary>Null when there was nothing to remove; true when the phone is free now.</summary>
    private bool? Remove(string extension, Use use)
    {
        lock (_gate)
        {
            return _calls.TryGetValue(extension, out var calls) && calls.Remove(use)
                ? calls.Count == 0 && _calls.Remove(extension)
                : null;
        }
    }

    private bool Take(string extension, Guid callId)
    {
        if (!_calls.TryGetValue(extension, out var calls))
        {
            _calls[extension] = [new Use(callId, IsAsked: false)];
            return true;
        }

        var asked = calls.IndexOf(new Use(callId, IsAsked: true));
        if (asked >= 0)
        {
            calls[asked] = new Use(callId, IsAsked: false);
        }

        return asked >= 0;
    }

    private readonly record struct Use(Guid Call, bool IsAsked);
}
