using System.Globalization;

namespace Zhkh.Web.Cli;

/// <summary>What <c>zhkh call</c> was asked to do.</summary>
internal sealed record CallOptions
{
    /// <summary>Longest call that can be asked for: an hour.</summary>
    public const int SecondsMax = 3600;

    private const int DefaultSipPort = 5060;

    public required string Number { get; init; }

    public string SipHost { get; init; } = "127.0.0.1";

    public int SipPort { get; init; } = DefaultSipPort;

    /// <summary>The unknown resident of the demo town unless said otherwise; empty = withheld.</summary>
    public string From { get; init; } = "+79379999999";

    public KeyPlan Keys { get; init; } = KeyPlan.None;

    public string? Say { get; init; }

    public string? Record { get; init; }

    public IReadOnlyList<string> Expect { get; init; } = [];

    public TimeSpan Length { get; init; } = TimeSpan.FromSeconds(60);

    public bool Json { get; init; }

    /// <summary>Reads the arguments after <c>call</c>; a fault is one line for the user.</summary>
    public static bool TryParse(IReadOnlyList<string> arguments, out CallOptions? options, out string fault)
    {
        options = null;
        fault = "call needs a number to dial";
        if (arguments.Count == 0 || !IsNumber(arguments[0]))
        {
            return false;
        }

        var read = new CallOptions { Number = arguments[0] };
        for (var i = 1; i < arguments.Count;)
        {
            var flag = arguments[i++];
            if (flag == "--json")
            {
                read = read with { Json = true };
            }
            else if (flag == "--expect")
            {
                var ids = arguments.Skip(i).TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal)).ToList();
                i += ids.Count;
                fault = "--expect needs a prompt id";
                if (ids.Count == 0)
                {
                    return false;
                }

                read = read with { Expect = [.. read.Expect, .. ids] };
            }
            else if (i == arguments.Count || read.With(flag, arguments[i++], out fault) is not { } next)
            {
                fault = fault.StartsWith("--", StringComparison.Ordinal) ? fault : $"{flag} needs a value";
                return false;
            }
            else
            {
                read = next;
            }
        }

        options = read;
        return true;
    }

    private CallOptions? With(string flag, string value, out string fault)
    {
        fault = flag switch
        {
            "--sip" => "--sip needs host or host:port",
            "--from" => "--from needs a number such as +79370000030, or anonymous",
            "--dtmf" => "--dtmf takes 0-9, *, #, A-D and commas that wait a second",
            "--seconds" => $"--seconds needs a whole number from 1 to {SecondsMax}",
            "--say" => "--say needs an existing WAV file",
            "--record" => "--record needs a file name",
            _ => $"--: unknown flag {flag}",
        };
        return flag switch
        {
            "--sip" => WithSip(value),
            "--from" when value == "anonymous" => this with { From = "" },
            "--from" when IsNumber(value) => this with { From = value },
            "--dtmf" => KeyPlan.TryParse(value, out var keys) ? this with { Keys = keys } : null,
            "--seconds" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                           && seconds is >= 1 and <= SecondsMax
                ? this with { Length = TimeSpan.FromSeconds(seconds) }
                : null,
            "--say" => File.Exists(value) ? this with { Say = value } : null,
            "--record" when value.Length > 0 => this with { Record = value },
            _ => null,
        };
    }

    private CallOptions? WithSip(string value)
    {
        var colon = value.LastIndexOf(':');
        if (colon <= 0 || value.EndsWith(']'))
        {
            return value.Length > 0 && colon != 0 ? this with { SipHost = value.Trim('[', ']') } : null;
        }

        return ushort.TryParse(value[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? this with { SipHost = value[..colon].Trim('[', ']'), SipPort = port }
            : null;
    }

    private static bool IsNumber(string text) =>
        text.Length is > 0 and <= 32 && text.TrimStart('+').All(c => char.IsAsciiLetterOrDigit(c) || c is '*' or '#');
}
