using System.Collections.Concurrent;
using Zhkh.Pbx.Calls;

namespace Zhkh.Web.Api;

/// <summary>
/// What came of commands about calls, by person and Idempotency-Key (UX §4.4 rule 5): the same command is carried out
/// once and answered alike, another one under its key is a conflict. Kept in memory, as the calls themselves are: a
/// command about a call that the host no longer knows is gone anyway.
/// </summary>
internal sealed class CommandAnswers(TimeProvider time)
{
    /// <summary>Commands remembered at once; beyond that the oldest are forgotten.</summary>
    public const int KeptMax = 4_096;

    /// <summary>A client that has no answer asks again within seconds; a call lasts minutes.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Person, string Key), Command> _known = new();
    private readonly ConcurrentQueue<((string Person, string Key) Id, Command Command)> _order = new();

    /// <summary>Commands remembered now.</summary>
    public int Count => _order.Count;

    /// <summary>Whether the person has used this key.</summary>
    public bool Knows(string person, string key) => _known.ContainsKey((person, key));

    /// <summary>Carries a command out, or tells what came of it before; null when its key was used for another.
    /// </summary>
    /// <param name="what">Call, command and all it says: two commands with the same are the same.</param>
    public ControlAnswer? Once(string person, string key, string what, Func<ControlAnswer> act)
    {
        Forget();
        var mine = new Command(what, time.GetUtcNow(), act);
        var id = (person, key);
        var command = _known.GetOrAdd(id, mine);
        if (ReferenceEquals(command, mine))
        {
            _order.Enqueue((id, mine));
        }

        if (command.What != what)
        {
            return null;
        }

        var isAnswered = false;
        try
        {
            var answer = command.Answer;
            isAnswered = true;
            return answer;
        }
        finally
        {
            if (!isAnswered)
            {
                // Nobody knows how far it came: the next try is carried out, as commands may be.
                _known.TryRemove(KeyValuePair.Create(id, command));
            }
        }
    }

    private void Forget()
    {
        var old = time.GetUtcNow() - Life;
        while (_order.TryPeek(out var first) && (first.Command.At < old || _order.Count >= KeptMax)
            && _order.TryDequeue(out var gone))
        {
            _known.TryRemove(KeyValuePair.Create(gone.Id, gone.Command));
        }
    }

    /// <summary>One command; whoever asks while it is being carried out waits for it.</summary>
    private sealed class Command(string what, DateTimeOffset at, Func<ControlAnswer> act)
    {
        private readonly Lazy<ControlAnswer> _answer = new(act);

        public string What => what;

        public DateTimeOffset At => at;

        public ControlAnswer Answer => _answer.Value;
    }
}
