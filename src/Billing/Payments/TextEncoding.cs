using System.Buffers;
using System.Text;

namespace Zhkh.Billing;

/// <summary>What a file is written in.</summary>
/// <param name="Name">utf-8, windows-1251, cp866 or koi8-r; null = refused, <paramref name="Fault"/> says why.</param>
internal sealed record EncodingAnswer(string? Name, RegisterFault? Fault);

/// <summary>
/// Finds out the encoding of a register. Valid UTF-8 is UTF-8; between the three Cyrillic code pages the frequencies of
/// letters decide. Where they do not, the answer is a refusal: a wrong guess would garble the names of residents.
/// </summary>
internal static class TextEncoding
{
    public const string Utf8 = "utf-8";

    private const int Candidates = 3;

    /// <summary>More of the characters above ASCII that are no letters: this is not a bank's text.</summary>
    private const decimal StrangeShareMax = 0.15m;

    /// <summary>How much better, in the mean per letter, the best code page must be than the second.</summary>
    private const decimal MarginMin = 0.15m;

    /// <summary>Of the most frequent letter; the rarest has nearly none.</summary>
    private const decimal WeightMax = 4;

    private static readonly (string Name, int CodePage)[] CodePages =
        [("windows-1251", 1251), ("cp866", 866), ("koi8-r", 20866)];

    public static IReadOnlyList<string> Names { get; } = [Utf8, .. CodePages.Select(p => p.Name)];

    // In a thousand letters of Russian and Ukrainian names, streets and everyday text; the rare ones have the least.
    private const string ByFrequency = "оаенитрсвлкмдпіуягьычзбхйжшюцёєїґщфэъ";
    private const string OrdinarySigns = "№«»—–…°§’‘“”\u00A0©";

    /// <summary>Reads the whole stream once.</summary>
    public static async Task<EncodingAnswer> GuessAsync(Stream file, CancellationToken cancel)
    {
        var counts = new long[256];
        var pairs = new long[Candidates];
        var utf8 = new Utf8Check();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            byte before = 0;
            int read;
            while ((read = await file.ReadAsync(buffer, cancel)) > 0)
            {
                utf8.Add(buffer.AsSpan(0, read));
                before = Count(buffer.AsSpan(0, read), counts, pairs, before);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        for (var control = 0; control < 0x20; control++)
        {
            if (counts[control] > 0 && control is not ('\t' or '\n' or '\r' or 0x1A))
            {
                return new EncodingAnswer(null, RegisterFault.NotText);
            }
        }

        return utf8.IsValid ? new EncodingAnswer(Utf8, null) : Best(counts, pairs);
    }

    /// <summary>A decoder that throws <see cref="DecoderFallbackException"/> on bytes it does not have.</summary>
    public static Encoding Strict(string name) => name == Utf8
        ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)
        : CodePagesEncodingProvider.Instance.GetEncoding(
            CodePages.Single(p => p.Name == name).CodePage, EncoderFallback.ExceptionFallback,
            DecoderFallback.ExceptionFallback)
            ?? throw new InvalidOperationException($"The framework has no {name}");

    private static readonly char[][] Tables = [.. CodePages.Select(p => Table(p.Name))];

    private static char[] Table(string name)
    {
        var table = new char[256];
        for (var b = 0; b < table.Length; b++)
        {
            table[b] = Strict(name).GetString([(byte)b])[0];
        }

        return table;
    }

    /// <summary>Letters that change from small to capital inside a word are a sign of the wrong code page.</summary>
    private static byte Count(ReadOnlySpan<byte> bytes, long[] counts, long[] pairs, byte before)
    {
        foreach (var b in bytes)
        {
            counts[b]++;
            if (b >= 0x80 && before >= 0x80)
            {
                for (var candidate = 0; candidate < Candidates; candidate++)
                {
                    if (char.IsLower(Tables[candidate][before]) && char.IsUpper(Tables[candidate][b]))
                    {
                        pairs[candidate]++;
                    }
                }
            }

            before = b;
        }

        return before;
    }

    private static EncodingAnswer Best(long[] counts, long[] pairs)
    {
        var total = counts[0x80..].Sum();
        var scores = Enumerable.Range(0, Candidates)
            .Select(c => (CodePages[c].Name, Strange: Strange(counts, Tables[c]) / (decimal)total,
                Score: (Weight(counts, Tables[c]) - (WeightMax * (pairs[c] + Strange(counts, Tables[c])))) / total))
            .Where(s => s.Strange <= StrangeShareMax)
            .OrderByDescending(s => s.Score).ToList();
        var decided = scores.Count == 1
            || (scores.Count > 1 && scores[0].Score - scores[1].Score >= MarginMin);
        return decided
            ? new EncodingAnswer(scores[0].Name, null)
            : new EncodingAnswer(null, RegisterFault.EncodingUnknown);
    }

    private static decimal Weight(long[] counts, char[] table)
    {
        decimal weight = 0;
        for (var b = 0x80; b < counts.Length; b++)
        {
            var place = ByFrequency.IndexOf(char.ToLowerInvariant(table[b]), StringComparison.Ordinal);
            weight += counts[b] * (place < 0 ? 0 : WeightMax * (ByFrequency.Length - place) / ByFrequency.Length);
        }

        return weight;
    }

    private static long Strange(long[] counts, char[] table)
    {
        long strange = 0;
        for (var b = 0x80; b < counts.Length; b++)
        {
            var known = ByFrequency.Contains(char.ToLowerInvariant(table[b]), StringComparison.Ordinal)
                || OrdinarySigns.Contains(table[b], StringComparison.Ordinal);
            strange += known ? 0 : counts[b];
        }

        return strange;
    }

    /// <summary>Validates UTF-8 across the borders of buffers.</summary>
    private sealed class Utf8Check
    {
        private readonly Decoder _decoder = Strict(Utf8).GetDecoder();
        private readonly char[] _characters = new char[64 * 1024 + 4];

        public bool IsValid { get; private set; } = true;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            if (!IsValid)
            {
                return;
            }

            try
            {
                while (bytes.Length > 0)
                {
                    _decoder.Convert(bytes, _characters, flush: false, out var used, out _, out _);
                    bytes = bytes[used..];
                }
            }
            catch (DecoderFallbackException)
            {
                IsValid = false;
            }
        }
    }
}
