using System.Runtime.InteropServices;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Web.Cli;

/// <summary>
/// Finds prompts in received sound by comparing waves: a prompt is a recording, so what arrives is that recording
/// through G.711. A row of prompts follows sample on sample; a new row begins with a packet. Sound that fits at neither
/// place is searched for sample by sample at its onset, a bounded number of times.
/// </summary>
internal sealed class PromptRecogniser
{
    /// <summary>Searches sample by sample in one call; each costs about half a second of one processor.</summary>
    public const int FineSearchesMax = 12;

    /// <summary>An anchor of three packets may have lost one of them.</summary>
    private const float LikenessMin = 0.7f;

    /// <summary>Less sound than this is no evidence: 100 ms.</summary>
    private const int LoudSamplesMin = 800;

    /// <summary>RMS of 80: softer sound is silence on the line.</summary>
    private const double SilenceRms = 80;

    private const int Packet = 160;
    private const int FineReach = 3 * Packet;

    /// <summary>
    /// A prompt may begin with 40 ms of near silence, and its packet may come after one of a sound alike.
    /// </summary>
    private const int PacketsAhead = 3;

    /// <summary>What the robot says today: of sounds that cannot be told apart, one of these was meant.</summary>
    private static readonly HashSet<string> s_said =
    [
        .. FlowTable.PromptIds(new IvrOptions()), .. Vocabulary.Of(Language.Russian).Texts.Keys,
        .. Vocabulary.Of(Language.Ukrainian).Texts.Keys,
    ];

    private static readonly Comparer<string> s_likelyIdFirst = Comparer<string>.Create(LikelyIdFirst);

    private readonly PromptPrint[] _prints;

    private PromptRecogniser(PromptPrint[] prints) => _prints = prints;

    /// <summary>Learns every prompt of every language; equal sounds are one print with several ids.</summary>
    public static PromptRecogniser Learn(PromptLibrary library)
    {
        var alike = new Dictionary<string, (string Language, short[] Samples, SortedSet<string> Ids)>();
        foreach (var (language, id) in library.Languages.SelectMany(l => library.Ids(l).Select(id => (l, id))))
        {
            if (library.TryFind(language, id, out var clip) && clip.Samples.Length >= LoudSamplesMin)
            {
                var key = Convert.ToBase64String(MemoryMarshal.AsBytes(clip.Samples.Span));
                alike.TryAdd(key, (language, clip.Samples.ToArray(), new SortedSet<string>(s_likelyIdFirst)));
                alike[key].Ids.Add(id);
            }
        }

        return new PromptRecogniser([.. alike.Values.Select(a => new PromptPrint(a.Language, [.. a.Ids], a.Samples))]);
    }

    /// <summary>The prompts in their order.</summary>
    /// <param name="sound">8 kHz mono.</param>
    /// <param name="packets">Samples at which packets begin, ascending.</param>
    /// <param name="fineSearchesMax">Searches sample by sample it may take; 0 for who listens along.</param>
    public IReadOnlyList<HeardPrompt> Listen(
        ReadOnlySpan<short> sound, IReadOnlyList<int> packets, int fineSearchesMax = FineSearchesMax)
    {
        var wave = new HeardWave(sound);
        var heard = new List<HeardPrompt>();
        var fineSearches = 0;
        var next = 0;
        var silentBefore = true;
        for (var i = 0; i < packets.Count; i++)
        {
            var packet = packets[i];
            if (packet < next)
            {
                continue;
            }

            var found = BestOf(wave, packets.Skip(i).Take(PacketsAhead + 1));
            var sounds = wave.Rms(packet, Packet) > SilenceRms;
            if (found is null && silentBefore && sounds && fineSearches < fineSearchesMax)
            {
                fineSearches++;
                found = BestOf(wave, Enumerable.Range(packet - FineReach, 2 * FineReach).Where(at => at >= next));
            }

            silentBefore = !sounds;
            while (found is { } prompt)
            {
                heard.Add(prompt);
                next = prompt.AtSample + prompt.Samples;
                found = prompt.Whole ? FindAt(wave, prompt.EndSample) : null;
                silentBefore = true;
            }
        }

        return heard;
    }

    /// <summary>The first whole prompt, else the longest piece of one.</summary>
    private HeardPrompt? BestOf(HeardWave wave, IEnumerable<int> places)
    {
        HeardPrompt? best = null;
        foreach (var at in places)
        {
            if (FindAt(wave, at) is { } found)
            {
                if (found.Whole)
                {
                    return found;
                }

                best = best is null || found.Samples > best.Value.Samples ? found : best;
            }
        }

        return best;
    }

    private HeardPrompt? FindAt(HeardWave wave, int at)
    {
        PromptPrint? best = null;
        var bestMatch = default(PromptMatch);
        if (wave.Rms(at, 2 * PromptPrint.AnchorReach) < SilenceRms && wave.Rms(at, 6 * Packet) < SilenceRms)
        {
            return null;
        }

        var anchors = wave.MayHaveHole(at, PromptPrint.AnchorReach) ? PromptPrint.AnchorsMax : 1;
        foreach (var print in _prints)
        {
            var (likeness, anchor) = BestAnchor(print, anchors, wave, at);
            if (likeness < LikenessMin)
            {
                continue;
            }

            var match = PromptMatch.Of(print, wave, at, print.Gain(anchor, wave, at));
            if (match.LoudSamples >= LoudSamplesMin && Better(print, match, best, bestMatch))
            {
                (best, bestMatch) = (print, match);
            }
        }

        return best is null
            ? null
            : new HeardPrompt(
                best.Language, best.Ids, at, bestMatch.Samples, at + best.Samples.Length, bestMatch.Spoken);
    }

    /// <summary>The loudness is taken where the sound is most alike: a lost packet would make it too small.</summary>
    private static (float Likeness, (int At, float Energy) Anchor) BestAnchor(
        PromptPrint print, int anchors, HeardWave wave, int at)
    {
        var best = (Likeness: 0f, Anchor: print.Anchors[0]);
        for (var i = 0; i < anchors && i < print.Anchors.Length; i++)
        {
            var likeness = print.Likeness(print.Anchors[i], wave, at);
            best = likeness > best.Likeness ? (likeness, print.Anchors[i]) : best;
        }

        return best;
    }

    /// <summary>
    /// «двадцать» begins as «двадцать один» does: what was heard to its end wins; of two such the clearly longer one
    /// (no long prompt fits by accident), then what the robot says today, then the more exact one.
    /// </summary>
    private static bool Better(PromptPrint print, PromptMatch match, PromptPrint? than, PromptMatch thanMatch)
    {
        if (than is null)
        {
            return true;
        }

        var longer = match.LoudSamples / (double)thanMatch.LoudSamples;
        if (match.Whole && thanMatch.Whole && longer is (> 1.25 or < 0.8))
        {
            return longer > 1;
        }

        var order = (match.Whole, s_said.Contains(print.Ids[0]), match.Spoken)
            .CompareTo((thanMatch.Whole, s_said.Contains(than.Ids[0]), thanMatch.Spoken));
        return order != 0 ? order > 0
            : longer is > 1.25 or < 0.8 || !match.Spoken ? longer > 1
            : match.Error < thanMatch.Error;
    }

    /// <summary>Forms that sound the same are reported as the one that is said oftener.</summary>
    private static int LikelyIdFirst(string a, string b)
    {
        var order = (!s_said.Contains(a), a.EndsWith(".fraction", StringComparison.Ordinal))
            .CompareTo((!s_said.Contains(b), b.EndsWith(".fraction", StringComparison.Ordinal)));
        return order != 0 ? order : string.CompareOrdinal(a, b);
    }
}
