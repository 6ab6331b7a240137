namespace Zhkh.Billing;

/// <summary>How large a demo town to make. The same options on the same day give the same town.</summary>
public sealed record DemoTownOptions
{
    /// <summary>Everything generated follows from it.</summary>
    public ulong Seed { get; init; } = 4406030;

    /// <summary>Houses of «Привольск»; six floors and four entrances, 72 flats each.</summary>
    public int HousesPrivolsk { get; init; } = 50;

    /// <summary>Houses of «Хмельницьке».</summary>
    public int HousesKhmelnytske { get; init; } = 12;

    /// <summary>Finished months of charges, payments and readings of the fixed residents.</summary>
    public int Months { get; init; } = 6;

    /// <summary>The same for everybody else; three are enough for an average and quick to insert.</summary>
    public int MonthsGenerated { get; init; } = 3;
}
