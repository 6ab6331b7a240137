using System.Security.Cryptography;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// Numbers that lead into a menu somebody is trying before it is published. Each is made for one trial, too long to
/// guess, and good for minutes. Safe from any thread.
/// </summary>
public sealed class TrialNumbers(TimeProvider time)
{
    /// <summary>Trials at once; the oldest one makes room.</summary>
    public const int NumbersMax = 50;

    /// <summary>From being made to the last call that begins.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(10);

    private const string Digits = "0123456789";
    private const string Prefix = "000";   // no number of any plan begins so
    private const int SecretDigits = 24;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (InboundRoute Route, DateTimeOffset MadeAt)> _numbers =
        new(StringComparer.Ordinal);

    /// <summary>Whether somebody may call this number now.</summary>
    public bool Knows(string number) => Find(number) is not null;

    /// <summary>The number to call, and until when.</summary>
    internal (string Number, DateTimeOffset Until) Add(InboundRoute route)
    {
        var now = time.GetUtcNow();
        var number = Prefix + RandomNumberGenerator.GetString(Digits, SecretDigits);
        lock (_gate)
        {
            foreach (var over in _numbers.Where(n => now - n.Value.MadeAt >= GoodFor).Select(n => n.Key).ToList())
            {
                _numbers.Remove(over);
            }

            if (_numbers.Count >= NumbersMax)
            {
                _numbers.Remove(_numbers.MinBy(n => n.Value.MadeAt).Key);
            }

            _numbers.Add(number, (route, now));
        }

        return (number, now + GoodFor);
    }

    internal InboundRoute? Find(string number)
    {
        lock (_gate)
        {
            return _numbers.TryGetValue(number, out var known) && time.GetUtcNow() - known.MadeAt < GoodFor
                ? known.Route : null;
        }
    }
}
