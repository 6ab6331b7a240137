using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// Asking by the house's manners (DOMAIN §6): 0 is a person at any moment, * repeats, silence repeats once, the third
/// failure is a person, a key stops the prompt.
/// </summary>
internal sealed class Conversation(ICall call)
{
    public const int FailuresMax = 3;

    /// <summary>Repeats asked for by * or a stray #; a stuck key must not keep the robot talking for ever.</summary>
    public const int RepeatsMax = 10;

    private const int SilencesMax = 2;

    private static readonly TimeSpan KeyHeldMax = TimeSpan.FromSeconds(3);

    /// <summary>A key has gone down and stopped a prompt; no question is begun into it.</summary>
    private bool _keyIsComing;

    public ICall Call { get; } = call;

    public Language Language => Call.Context.Language;

    /// <summary>Whether the robot has done something to the end in this call.</summary>
    public bool Served { get; private set; }

    /// <summary>Meters whose reading was taken in this call.</summary>
    public HashSet<Guid> Read { get; } = [];

    public void MarkServed(string service)
    {
        Served = true;
        Call.MarkServed(service);
    }

    /// <summary>Whether the mode of this call has people at all.</summary>
    public bool HasPerson { get; init; } = true;

    /// <summary>The line that an item of the menu named; null: the dispatchers'.</summary>
    public string? Line { get; set; }

    /// <summary>The number of ours at which the conversation goes on.</summary>
    public string? Target { get; set; }

    /// <summary>Plays; true when nothing was pressed meanwhile.</summary>
    public async Task<bool> SayAsync(params IReadOnlyList<Prompt> prompts)
    {
        if (prompts.Count == 0)
        {
            return true;
        }

        var isHeard = await Call.PlayAsync(prompts);
        _keyIsComing = !isHeard;
        return isHeard;
    }

    /// <summary>
    /// The digit that stopped the last prompt, or null when it was no digit. A prompt stops when a key goes down; the
    /// key counts when it comes up, which a slow finger takes seconds for.
    /// </summary>
    public async Task<char?> DigitPressedAheadAsync()
    {
        _keyIsComing = false;
        var digits = await Call.ReadDigitsAsync(new Ask([], 1, KeyHeldMax, KeyHeldMax));
        return digits.Keys.Length > 0 && char.IsAsciiDigit(digits.Keys[0]) ? digits.Keys[0] : null;
    }

    /// <summary>One key of those allowed.</summary>
    public Task<Answer> AskKeyAsync(string allowed, params IReadOnlyList<Prompt> prompts) =>
        AskKeyAsync(allowed, SilencesMax, prompts);

    /// <summary>The same for something that may be passed over: silence is an answer at once.</summary>
    public Task<Answer> OfferKeyAsync(string allowed, params IReadOnlyList<Prompt> prompts) =>
        AskKeyAsync(allowed, 1, prompts);

    private async Task<Answer> AskKeyAsync(string allowed, int silencesMax, IReadOnlyList<Prompt> prompts)
    {
        int failures = 0, silences = 0, repeats = 0;
        var asked = Opening(prompts);
        while (failures < FailuresMax && repeats < RepeatsMax)
        {
            var digits = await Call.ReadDigitsAsync(Ask.Key(asked));
            var wasAsked = asked.Count > 0;
            asked = prompts;
            switch (digits.Keys)
            {
                case "" when digits.IsSilence:
                    silences += wasAsked ? 1 : 0;
                    if (silences == silencesMax)
                    {
                        return Answer.Silence;
                    }

                    break;
                case "" or "*":
                    repeats++;
                    break;
                case var key when allowed.Contains(key[0], StringComparison.Ordinal):
                    return Answer.Of(key);
                case "0":
                    return Answer.Person;
                default:
                    failures++;
                    asked = [Sentences.Again, .. prompts];
                    break;
            }
        }

        return Answer.Person;
    }

    /// <summary>
    /// One number: digits ended by # or 4 s. A lone 0 is a person; a number with a star in it was a slip and is asked
    /// anew. Silence is a failure here: there is nothing to fall back on.
    /// </summary>
    /// <param name="failures">Counted on by the caller of this method, over several questions of one kind.</param>
    public async Task<Answer> AskNumberAsync(
        int maxDigits, FailureCount failures, params IReadOnlyList<Prompt> prompts)
    {
        var asked = Opening(prompts);
        for (var repeats = 0; !failures.IsEnough && repeats < RepeatsMax;)
        {
            var digits = await Call.ReadDigitsAsync(Ask.Number(maxDigits, asked));
            asked = prompts;
            if (digits.IsSilence)
            {
                failures.Add();
            }
            else if (digits.Keys.Length == 0 || digits.Keys.Contains('*', StringComparison.Ordinal))
            {
                repeats++;
            }
            else if (digits.Keys == "0")
            {
                return Answer.Person;
            }
            else if (digits.Keys.All(char.IsAsciiDigit))
            {
                return Answer.Of(digits.Keys);
            }
            else
            {
                failures.Add();
            }
        }

        return Answer.Person;
    }

    private IReadOnlyList<Prompt> Opening(IReadOnlyList<Prompt> prompts)
    {
        var isAsked = !_keyIsComing;
        _keyIsComing = false;
        return isAsked ? prompts : [];
    }
}
