namespace Zhkh.Pbx.Sip;

/// <summary>
/// Every input of one conversation (its messages, its timers, commands from above) passes this one reader, in order,
/// so nothing behind it needs a lock. A letter must return at once: whoever waits for something starts a task and
/// posts the result. Safe to post to from any thread.
/// </summary>
public sealed class Mailbox : IThreadPoolWorkItem
{
    /// <summary>Letters from the wire are refused beyond this: the peer will repeat them.</summary>
    public const int LettersMax = 128;

    /// <summary>Timers and commands from above may fill this much more.</summary>
    public const int OwnLettersMax = 2 * LettersMax;

    /// <summary>Letters read before another conversation gets its turn.</summary>
    private const int TurnMax = 32;

    private readonly Lock _gate = new();
    private readonly Action<Exception> _onFault;
    private Action?[] _letters = new Action?[4];
    private int _first;
    private int _count;
    private bool _scheduled;

    /// <param name="onFault">Told when a letter threw; the mailbox then goes on with the next one.</param>
    public Mailbox(Action<Exception> onFault) => _onFault = onFault;

    /// <summary>Posts a message of the wire. False when the mailbox is full and the letter is lost.</summary>
    public bool Post(Action letter) => Post(letter, LettersMax);

    /// <summary>Posts a timer or a command from above. False when even the reserve is full.</summary>
    public bool PostOwn(Action letter) => Post(letter, OwnLettersMax);

    void IThreadPoolWorkItem.Execute()
    {
        for (var turn = 0; turn < TurnMax; turn++)
        {
            if (Take() is not { } letter)
            {
                return;
            }

            Read(letter);
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private bool Post(Action letter, int most)
    {
        lock (_gate)
        {
            if (_count >= most)
            {
                return false;
            }

            if (_count == _letters.Length)
            {
                Grow();
            }

            _letters[(_first + _count++) % _letters.Length] = letter;
            if (_scheduled)
            {
                return true;
            }

            _scheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    private void Read(Action letter)
    {
        try
        {
            letter();
        }
        catch (Exception fault)
        {
            // One of the four loops that may catch everything: a fault ends its conversation, never the process.
            Report(fault);
        }
    }

    /// <summary>Ending a conversation may meet the very defect that it is ended for.</summary>
    private void Report(Exception fault)
    {
        try
        {
            _onFault(fault);
        }
        catch (Exception)
        {
            // The first fault is logged; an exception that left here would end the process and every other call.
            SipMetrics.Faults.Add(1);
        }
    }

    private Action? Take()
    {
        lock (_gate)
        {
            if (_count == 0)
            {
                _scheduled = false;
                return null;
            }

            var letter = _letters[_first];
            _letters[_first] = null;
            _first = (_first + 1) % _letters.Length;
            _count--;
            return letter;
        }
    }

    private void Grow()
    {
        var larger = new Action?[_letters.Length * 2];
        for (var i = 0; i < _count; i++)
        {
            larger[i] = _letters[(_first + i) % _letters.Length];
        }

        _letters = larger;
        _first = 0;
    }
}
