using System.Globalization;
using System.Net;

namespace Zhkh.Bench;

/// <summary>What the command was asked for.</summary>
/// <param name="Against">Another engine to be measured beside ours.</param>
/// <param name="AgainstProcess">Its process, when it runs here.</param>
/// <param name="Only">Rows; empty = all.</param>
/// <param name="Seconds">Length of a measured window.</param>
internal sealed record TelephonySettings(
    IPEndPoint? Against, int? AgainstProcess, IReadOnlySet<string> Only, int Seconds)
{
    public const string Usage = "telephony [--against HOST:PORT [--against-pid PID]] "
        + "[--only S1,S2,S3,M1,M3,M4,M5,M6,L1,L2,L3,L4,G] [--seconds N]";

    /// <exception cref="ArgumentException">An unknown flag, or a value that means nothing.</exception>
    public static TelephonySettings Parse(string[] args)
    {
        var settings = new TelephonySettings(null, null, new HashSet<string>(), 6);
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new ArgumentException(Usage);
            settings = args[i] switch
            {
                "--against" when IPEndPoint.TryParse(value, out var engine) => settings with { Against = engine },
                "--against-pid" => settings with { AgainstProcess = Number(value) },
                "--only" => settings with { Only = value.Split(',').ToHashSet(StringComparer.OrdinalIgnoreCase) },
                "--seconds" => settings with { Seconds = Math.Clamp(Number(value), 2, 60) },
                _ => throw new ArgumentException(Usage),
            };
        }

        return settings;
    }

    public bool Wants(params string[] rows) => Only.Count == 0 || rows.Any(Only.Contains);

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture,
        out var number) ? number : throw new ArgumentException(Usage);
}
