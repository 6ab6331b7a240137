namespace Zhkh.Pbx.Trunks;

/// <summary>Settings of the registrar.</summary>
public sealed record RegistrarOptions
{
    /// <summary>A phone that refreshes more often than this is told to wait (423).</summary>
    public TimeSpan ExpiresMin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>RFC 3261 §10.2: "one hour" is the default; longer wishes are cut to it.</summary>
    public TimeSpan ExpiresMax { get; init; } = TimeSpan.FromHours(1);
}
