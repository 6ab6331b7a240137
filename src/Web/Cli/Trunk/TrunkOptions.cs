using System.Globalization;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Web.Cli;

/// <summary>The words of <c>zhkh trunk …</c>.</summary>
internal sealed record TrunkOptions
{
    public required string Verb { get; init; }

    /// <summary>Of add: what is wished for.</summary>
    public TrunkSettings Settings { get; init; } = new();

    /// <summary>Of remove and test.</summary>
    public string Code { get; init; } = "";

    /// <summary>Of test: called as a trial.</summary>
    public string? Call { get; init; }

    /// <summary>Of test: calls the operator's echo number.</summary>
    public bool WithEcho { get; init; }

    /// <summary>Of test: asks operators outside this machine, whatever lives in the database.</summary>
    public bool IsNoDemo { get; init; }

    /// <summary>Of add: the password is the first line of standard input, and must be there.</summary>
    public bool IsPasswordInput { get; init; }

    public bool IsJson { get; init; }

    /// <summary>Says what would be done and does nothing.</summary>
    public bool IsDry { get; init; }

    public string? Database { get; init; }

    public string? Data { get; init; }

    /// <summary>Null and the reason when the words mean nothing.</summary>
    public static TrunkOptions? Parse(IReadOnlyList<string> words, out string? fault)
    {
        fault = null;
        TrunkOptions? options = words switch
        {
            ["list", ..] => new TrunkOptions { Verb = "list" },
            ["remove" or "test", var code, ..] when !code.StartsWith('-') =>
                new TrunkOptions { Verb = words[0], Code = code },
            ["add", var preset, ..] when TrunkPreset.Find(preset) is { } known =>
                new TrunkOptions { Verb = "add", Settings = known },
            _ => null,
        };
        if (options is null && words is ["add", var unknown, ..])
        {
            fault = $"No preset {unknown}: {string.Join(", ", TrunkPreset.All.Select(p => p.Preset))}";
        }

        for (var i = options?.Verb == "list" ? 1 : 2; options is not null && i < words.Count; i++)
        {
            options = words[i] switch
            {
                "--json" => options with { IsJson = true },
                "--dry-run" => options with { IsDry = true },
                "--password-stdin" when options.Verb == "add" => options with { IsPasswordInput = true },
                "--echo" when options.Verb == "test" => options with { WithEcho = true },
                "--no-demo" when options.Verb == "test" => options with { IsNoDemo = true },
                "--by-address" => options with
                {
                    Settings = options.Settings with { Mode = TrunkMode.ByAddress },
                },
                _ when i + 1 == words.Count => Nothing(words[i], out fault),
                _ => options.With(words[i], words[++i], out fault),
            };
        }

        return options;
    }

    private static TrunkOptions? Nothing(string flag, out string fault)
    {
        fault = $"{flag} needs a value";
        return null;
    }

    private TrunkOptions? With(string flag, string value, out string? fault)
    {
        fault = null;
        switch (flag)
        {
            case "--database":
                return this with { Database = value };
            case "--data":
                return this with { Data = value };
            case "--call" when Verb == "test":
                return this with { Call = value };
            default:
                var changed = Verb == "add" ? Change(Settings, flag, value) : null;
                fault = changed is null ? $"{flag} {value}: no such flag, or not such a value" : null;
                return changed is null ? null : this with { Settings = changed };
        }
    }

    private static TrunkSettings? Change(TrunkSettings trunk, string flag, string value) => flag switch
    {
        "--code" => trunk with { Code = value },
        "--name" => trunk with { Name = value },
        "--organisations" => trunk with
        {
            Organisations = value.Split(',', StringSplitOptions.RemoveEmptyEntries),
        },
        "--user" => trunk with { User = value },
        "--auth-user" => trunk with { AuthUser = value },
        "--domain" => trunk with { Domain = value },
        "--proxy" => trunk with { OutboundProxy = value },
        "--transport" when value == "auto" => trunk with { Transport = null },
        "--transport" => Named<SipTransport>(value) is { } transport ? trunk with { Transport = transport } : null,
        "--did" => Named<DidSource>(value) is { } did ? trunk with { Did = did } : null,
        "--numbers" => Named<TrunkNumberFormat>(value) is { } format ? trunk with { Numbers = format } : null,
        "--dtmf" => Named<TrunkDtmf>(value) is { } dtmf ? trunk with { Dtmf = dtmf } : null,
        "--keep-alive-by" => Named<TrunkKeepAlive>(value) is { } way ? trunk with { KeepAlive = way } : null,
        "--caller-id-in" => Named<CallerIdPlace>(value) is { } place ? trunk with { CallerIdIn = place } : null,
        "--number" => trunk with { Number = value },
        "--leads-to" => trunk with { LeadsTo = value },
        "--external" => trunk with { ExternalAddress = value },
        "--peers" => trunk with { Peers = value },
        "--echo-number" => trunk with { EchoNumber = value },
        "--tls-authority" => TextOf(value) is { } pem ? trunk with { TlsAuthority = pem } : null,
        "--caller" => CallerOf(value) is { } caller ? trunk with { Caller = caller } : null,
        _ => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Change(trunk, flag, number) : null,
    };

    private static TrunkSettings? Change(TrunkSettings trunk, string flag, int value) => flag switch
    {
        "--port" => trunk with { Port = value },
        "--expires" => trunk with { ExpiresSeconds = value },
        "--keep-alive" => trunk with { KeepAliveSeconds = value },
        "--lines" => trunk with { Lines = value, LinesReserved = Math.Min(trunk.LinesReserved, value) },
        "--reserve" => trunk with { LinesReserved = value },
        "--priority" => trunk with { Priority = value },
        _ => null,
    };

    /// <summary>Null when it cannot be read, or is longer than any authority.</summary>
    private static string? TextOf(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= TrunkFault.AuthorityMax }
                ? File.ReadAllText(path) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IReadOnlyList<CallerSource>? CallerOf(string value)
    {
        var named = value.Split(',').Select(Named<CallerSource>).ToList();
        return named.Contains(null) ? null : [.. named.OfType<CallerSource>()];
    }

    private static T? Named<T>(string value)
        where T : struct, Enum =>
        Enum.TryParse<T>(value, ignoreCase: true, out var named) && Enum.IsDefined(named)
            && !char.IsAsciiDigit(value[0]) ? named : null;
}
