namespace Zhkh.Pbx.Audio;

/// <summary>
/// Plays a row of prompts without a gap, sample after sample: "долг" "одна тысяча" "рублей" must sound like one
/// sentence. One player is one row; it is read by the media thread and may be stopped from anywhere.
/// </summary>
public sealed class PromptPlayer : IFrameSource, IThreadPoolWorkItem
{
    private readonly IReadOnlyList<PromptClip> _clips;
    private readonly Action<string>? _promptBegan;

    // Continuations must not run on the media thread.
    private readonly TaskCompletionSource<bool> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _clip = -1;
    private ReadOnlyMemory<short> _rest;
    private volatile bool _stopped;

    private int _begun;
    private int _reported;
    private int _reporting;

    /// <param name="clips">The row; it is not changed while it plays.</param>
    /// <param name="promptBegan">
    /// Told the id of each prompt when its first sample leaves, in order, on the thread pool.
    /// </param>
    public PromptPlayer(IReadOnlyList<PromptClip> clips, Action<string>? promptBegan = null)
    {
        _clips = clips;
        _promptBegan = promptBegan;
    }

    /// <summary>True when everything was played, false when it was stopped or the leg let go of it.</summary>
    public Task<bool> Completion => _completion.Task;

    /// <summary>How many prompts have begun.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>Stops at once: no further frame is given. Safe from any thread, and twice.</summary>
    public void Stop()
    {
        _stopped = true;
        _completion.TrySetResult(false);
    }

    void IFrameSource.Detached() => Stop();

    public bool TryRead(Span<short> frame)
    {
        if (_stopped)
        {
            return false;
        }

        var filled = 0;
        while (filled < frame.Length && (!_rest.IsEmpty || Next()))
        {
            var count = Math.Min(frame.Length - filled, _rest.Length);
            _rest.Span[..count].CopyTo(frame[filled..]);
            _rest = _rest[count..];
            filled += count;
        }

        frame[filled..].Clear();
        if (_rest.IsEmpty && _clip + 1 >= _clips.Count)
        {
            // Told with the last frame, not one tick later: the next row can follow without a hole.
            _stopped = true;
            _completion.TrySetResult(true);
        }

        return filled > 0;
    }

    private bool Next()
    {
        if (_clip + 1 >= _clips.Count)
        {
            return false;
        }

        _rest = _clips[++_clip].Samples;
        Volatile.Write(ref _begun, _clip + 1);
        if (_promptBegan is not null && Interlocked.Exchange(ref _reporting, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        return true;
    }

    // The row itself is the queue of what is to be reported: two counters over it, and one reporter at a time.
    void IThreadPoolWorkItem.Execute()
    {
        do
        {
            while (_reported < Volatile.Read(ref _begun))
            {
                _promptBegan?.Invoke(_clips[_reported++].Id);
            }

            // A full fence: the check below must not be read before the flag is down.
            Interlocked.Exchange(ref _reporting, 0);
        }
        while (_reported < Volatile.Read(ref _begun) && Interlocked.Exchange(ref _reporting, 1) == 0);
    }
}
