using Zhkh.Pbx.Audio;
using Zhkh.Web.Cli;

namespace Zhkh.Web.Demo;

/// <summary>
/// Finds prompts while they are still being spoken. What is certain is settled and not listened to again; the last one
/// may still change, because «двадцать» can turn out to be «двадцать один».
/// </summary>
internal sealed class LiveEar(PromptRecogniser recogniser)
{
    /// <summary>So much of an unfinished prompt is heard before it is named: 1.2 s.</summary>
    private const int SureSamples = 1200 * Pcm16.SamplesPerMs;

    /// <summary>So long after its end a prompt can no longer turn out to be a longer one: 1.5 s.</summary>
    private const int SettledSamples = 1500 * Pcm16.SamplesPerMs;

    private int _from;
    private int _settled;

    /// <summary>From where on sound is wanted.</summary>
    public int From => _from;

    /// <summary>Listens to the sound from <see cref="From"/> on.</summary>
    /// <param name="isOver">The call has ended: whatever was heard stands.</param>
    public HeardTail Listen(short[] sound, int[] packets, bool isOver)
    {
        // The next of a row begins where the last one ended, which need not be where a packet does.
        var heard = recogniser.Listen(
            sound, packets is [0, ..] ? packets : [0, .. packets], fineSearchesMax: 0);
        var first = _settled;
        var lines = new List<HeardNow>();
        var end = 0;
        for (var i = 0; i < heard.Count; i++)
        {
            var prompt = heard[i];
            var after = prompt.AtSample + prompt.Samples;
            var isSettled = isOver || i < heard.Count - 1 || sound.Length - after > SettledSamples;
            if (!isSettled && !prompt.Whole && prompt.Samples < SureSamples)
            {
                break;
            }

            lines.Add(new HeardNow(prompt.Id, prompt.Language, (_from + prompt.AtSample) / Pcm16.SamplesPerMs));
            if (isSettled)
            {
                (end, _settled) = (after, _settled + 1);
            }
        }

        Forget(sound.Length, packets, end, lines.Count > _settled - first);
        return new HeardTail(first, lines);
    }

    /// <summary>Leaves behind what is settled, and old sound that is nobody's prompt.</summary>
    private void Forget(int length, int[] packets, int end, bool isOpen)
    {
        var keep = isOpen ? end : Math.Max(end, length - SettledSamples);
        _from += keep == end ? end : packets.LastOrDefault(at => at <= keep, end);
    }
}

/// <summary>A prompt that was heard.</summary>
/// <param name="AtMs">When it began, from the answer on.</param>
internal readonly record struct HeardNow(string Id, string Language, int AtMs);

/// <summary>The lines from <paramref name="First"/> on are these now; those before it stand for good.</summary>
internal sealed record HeardTail(int First, IReadOnlyList<HeardNow> Lines);
