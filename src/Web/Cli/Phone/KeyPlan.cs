namespace Zhkh.Web.Cli;

/// <summary>When which key is pressed, in ticks of 20 ms from the answer.</summary>
internal sealed class KeyPlan
{
    /// <summary>A key is held for 100 ms and the next one follows 100 ms later, as a quick thumb does.</summary>
    public const int TicksDown = 5;

    /// <summary>More keys and pauses than an hour's call could use.</summary>
    public const int LengthMax = 4000;

    private const int TicksBetween = 10;
    private const int TicksPerComma = 50;

    /// <summary>The first key waits until the far end is surely listening.</summary>
    private const int FirstTick = 5;

    private KeyPlan(IReadOnlyList<(long Tick, char Key)> keys) => Keys = keys;

    public static KeyPlan None { get; } = new([]);

    /// <summary>Ascending.</summary>
    public IReadOnlyList<(long Tick, char Key)> Keys { get; }

    /// <summary>Reads <c>2,4406030#</c>; a comma waits one second.</summary>
    public static bool TryParse(string text, out KeyPlan plan)
    {
        var keys = new List<(long, char)>();
        long tick = FirstTick;
        foreach (var letter in text.ToUpperInvariant())
        {
            if (letter == ',')
            {
                tick += TicksPerComma;
            }
            else if (letter is (>= '0' and <= '9') or '*' or '#' or (>= 'A' and <= 'D'))
            {
                keys.Add((tick, letter));
                tick += TicksBetween;
            }
            else
            {
                plan = None;
                return false;
            }
        }

        plan = new KeyPlan(keys);
        return text.Length <= LengthMax;
    }
}
