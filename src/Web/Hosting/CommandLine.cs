using System.Globalization;

namespace Zhkh.Web.Hosting;

/// <summary>
/// Flags of CONTRACT and their variables, turned into configuration keys. <c>--http-port 0</c> and
/// <c>ZHKH__HTTP_PORT=0</c> mean the same; a flag wins. <c>ZHKH__Web__SessionIdle</c> reaches any other option.
/// </summary>
internal static class CommandLine
{
    private const string DemoKey = "Web:Demo";
    private const string BenchKey = "Pbx:Bench";

    private static readonly (string Flag, string Key, Kind Kind)[] Flags =
    [
        ("http-port", "Web:HttpPort", Kind.Value),
        ("bind", "Web:Bind", Kind.List),
        ("data", "Web:Data", Kind.Value),
        ("database", "Web:Database", Kind.Value),
        ("node", "Web:Node", Kind.Value),
        ("no-demo", DemoKey, Kind.Off),
        ("reset", "Web:Reset", Kind.On),
        ("sip-port", "Pbx:SipPort", Kind.Value),
        ("sips-port", "Pbx:SipsPort", Kind.Value),
        ("rtp-ports", "Pbx:RtpPorts", Kind.Value),
        ("trunk-peers", "Pbx:TrunkPeers", Kind.Value),
        ("trunk-out", "Pbx:TrunkOut", Kind.Value),
        ("bench", BenchKey, Kind.On),
    ];

    private enum Kind
    {
        Value,
        List,
        On,
        Off,
    }

    /// <summary>Reads the flags; an unknown one or a missing value is a usage error with one line.</summary>
    public static Dictionary<string, string?> Parse(IReadOnlyList<string> args)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < args.Count; i++)
        {
            var (name, inline) = Split(args[i]);
            var flag = Array.Find(Flags, f => f.Flag == name);
            if (flag.Flag is null)
            {
                throw new StartRefusedException($"Unknown flag {args[i]}. Known: {Known()}", usage: true);
            }

            var value = flag.Kind is Kind.On or Kind.Off ? inline ?? "true"
                : inline ?? (++i < args.Count ? args[i]
                    : throw new StartRefusedException($"--{name} needs a value", usage: true));
            Set(settings, flag.Key, flag.Kind, value);
        }

        return settings;
    }

    /// <summary>The same names as variables: ZHKH__HTTP_PORT, ZHKH__NO_DEMO …</summary>
    public static Dictionary<string, string?> FromEnvironment(Func<string, string?> variable)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (flag, key, kind) in Flags)
        {
            var name = "ZHKH__" + flag.Replace('-', '_').ToUpperInvariant();
            if (variable(name) is not { Length: > 0 } value)
            {
                continue;
            }

            foreach (var part in kind == Kind.List ? value.Split(',', StringSplitOptions.TrimEntries) : [value])
            {
                Set(settings, key, kind, part);
            }
        }

        return settings;
    }

    private static void Set(Dictionary<string, string?> settings, string key, Kind kind, string value)
    {
        switch (kind)
        {
            case Kind.List:
                var index = settings.Keys.Count(k => k.StartsWith(key + ":", StringComparison.Ordinal));
                settings[string.Create(CultureInfo.InvariantCulture, $"{key}:{index}")] = value;
                break;
            case Kind.Off:
                settings[key] = IsTrue(value) ? "false" : "true";
                break;
            case Kind.On:
                settings[key] = IsTrue(value) ? "true" : "false";
                if (key == BenchKey && IsTrue(value))
                {
                    settings[DemoKey] = "false";   // PERFORMANCE: the bench has no demo town
                }

                break;
            case Kind.Value:
                settings[key] = value;
                break;
        }
    }

    private static bool IsTrue(string value) =>
        value is "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    private static (string Name, string? Inline) Split(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            return (argument, null);
        }

        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument[2..], null) : (argument[2..equals], argument[(equals + 1)..]);
    }

    private static string Known() => string.Join(' ', Flags.Select(f => "--" + f.Flag));
}
