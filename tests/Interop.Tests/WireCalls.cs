using System.Globalization;
using System.Text.RegularExpressions;

namespace Zhkh.Interop.Tests;

/// <summary>One call as it was seen on the wire.</summary>
public sealed record WireCall(string CallId, string Dialled, DateTime Began, DateTime Ended);

/// <summary>
/// Reads calls out of sipp's message trace: from the INVITE to whatever ended them. Shares nothing with the product.
/// </summary>
public static partial class WireCalls
{
    public static IReadOnlyList<WireCall> Read(string trace)
    {
        var calls = new Dictionary<string, WireCall>(StringComparer.Ordinal);
        foreach (Match message in Message().Matches(trace))
        {
            var at = DateTime.ParseExact(
                message.Groups["at"].Value[..26], "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
            var text = message.Groups["text"].Value;
            var id = CallIdOf().Match(text).Groups[1].Value.Trim();
            if (text.StartsWith("INVITE ", StringComparison.Ordinal))
            {
                calls.TryAdd(id, new WireCall(
                    id, text["INVITE sip:".Length..text.IndexOf('@', StringComparison.Ordinal)], at,
                    DateTime.MaxValue));
            }
            else if (calls.TryGetValue(id, out var call) && call.Ended == DateTime.MaxValue && IsEnd(text))
            {
                calls[id] = call with { Ended = at };
            }
        }

        return [.. calls.Values];
    }

    /// <summary>A refusal of the INVITE, or a BYE in either direction.</summary>
    private static bool IsEnd(string text) => text.StartsWith("BYE ", StringComparison.Ordinal)
        || (Refusal().IsMatch(text) && text.Contains("INVITE", StringComparison.Ordinal));

    [GeneratedRegex(
        @"-{10,} (?<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6})\r?\n.*?\r?\n\r?\n(?<text>.*?)(?=\r?\n-{10,} \d{4}|\z)",
        RegexOptions.Singleline)]
    private static partial Regex Message();

    [GeneratedRegex(@"^(?:Call-ID|i):\s*(.+)$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex CallIdOf();

    [GeneratedRegex(@"^SIP/2\.0 [4-6]\d\d ")]
    private static partial Regex Refusal();
}
