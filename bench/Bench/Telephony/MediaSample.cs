using System.Globalization;

namespace Zhkh.Bench;

/// <summary>One window over calls that stand.</summary>
internal sealed record MediaSample
{
    public required int Calls { get; init; }

    /// <summary>Packets the engine owed: 50 a second and leg that hears.</summary>
    public required long Expected { get; init; }

    public required long Received { get; init; }

    /// <summary>Of them those whose numbers are missing: sent, and lost on the way.</summary>
    public required long Lost { get; init; }

    public required Histogram GapErrors { get; init; }

    public required Histogram Transits { get; init; }

    public required Histogram KeyAnswers { get; init; }

    /// <summary>Of our own sending; what is late here is not the engine's fault.</summary>
    public required Histogram Lateness { get; init; }

    /// <summary>Datagrams lost at our own sockets.</summary>
    public required long Dropped { get; init; }

    /// <summary>Of a core, 0 to 1.</summary>
    public required double GeneratorShare { get; init; }

    /// <summary>Of a core, 0 to 1; null when the engine is seen from outside only.</summary>
    public required double? EngineShare { get; init; }

    public required int? Threads { get; init; }

    public required long? ResidentKiB { get; init; }

    public double DeliveredPercent => 100.0 * Received / Math.Max(1, Expected);

    /// <summary>PERFORMANCE: "cap".</summary>
    public bool IsWithinCap => DeliveredPercent >= 97 && GapErrors.Percentile(0.9) <= 5;

    /// <summary>PERFORMANCE: "strict".</summary>
    public bool IsStrict => DeliveredPercent >= 99.9 && GapErrors.Percentile(0.99) <= 10;

    /// <summary>Above it the figures would be the generator's.</summary>
    public bool IsGeneratorAtItsLimit => GeneratorShare > 0.8 || Dropped > 0 || Lateness.Percentile(0.9) > 2.5;

    /// <summary>Per cent of a core for 100 calls.</summary>
    public double? EnginePerHundred => EngineShare * 100 * 100 / Math.Max(1, Calls);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Calls} calls: {DeliveredPercent:F2} % delivered, {Lost} lost, gap p90 {GapErrors.Percentile(0.9):F2} p99 ")
        + string.Create(CultureInfo.InvariantCulture,
            $"{GapErrors.Percentile(0.99):F2} ms, engine {EngineShare:P1} of a core, generator {GeneratorShare:P1}, ")
        + string.Create(CultureInfo.InvariantCulture,
            $"late p90 {Lateness.Percentile(0.9):F2} p99 {Lateness.Percentile(0.99):F2} ms, dropped {Dropped}, ")
        + string.Create(CultureInfo.InvariantCulture, $"transit p50 {Transits.Percentile(0.5):F3} ms");
}
