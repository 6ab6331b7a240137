namespace Zhkh.Web.Access;

/// <summary>At most five wrong passwords in fifteen minutes for a login from an address (RELIABILITY W2).</summary>
internal sealed class SignInLimiter(TimeProvider time)
{
    public const int TriesMax = 5;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    // A flood of invented logins must not eat the memory: beyond this the oldest entries go first.
    private const int EntriesMax = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Login, string Address), Queue<DateTimeOffset>> _tries = [];
    private readonly Queue<(string Login, string Address)> _order = new();

    /// <summary>
    /// Counts a try before it is judged, so that parallel guesses count too; null = go on, else wait this long.
    /// </summary>
    public TimeSpan? Enter(string login, string address)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (!_tries.TryGetValue((login, address), out var tries))
            {
                MakeRoom();
                _tries.Add((login, address), tries = new Queue<DateTimeOffset>(TriesMax));
                _order.Enqueue((login, address));
            }

            while (tries.TryPeek(out var first) && now - first >= Window)
            {
                tries.Dequeue();
            }

            if (tries.Count >= TriesMax)
            {
                return Window - (now - tries.Peek());
            }

            tries.Enqueue(now);
            return null;
        }
    }

    /// <summary>The right password forgives the earlier wrong ones.</summary>
    public void Forgive(string login, string address)
    {
        lock (_gate)
        {
            if (_tries.TryGetValue((login, address), out var tries))
            {
                tries.Clear();
            }
        }
    }

    private void MakeRoom()
    {
        while (_tries.Count >= EntriesMax && _order.TryDequeue(out var oldest))
        {
            _tries.Remove(oldest);
        }
    }
}
