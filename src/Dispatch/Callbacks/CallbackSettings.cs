namespace Zhkh.Dispatch;

/// <summary>Whether the exchange makes calls back by itself.</summary>
/// <param name="FromSeconds">From the call's arrival on.</param>
public sealed record CallbackSettings(string Organisation, bool IsAutomatic, int FromSeconds)
{
    /// <summary>Beyond this no time would be left before the law's ten minutes.</summary>
    public const int FromSecondsMax = 540;

    /// <summary>Nobody has said anything: people call back themselves, as they always did.</summary>
    public static CallbackSettings Unset(string organisation) => new(organisation, false, 360);
}

/// <summary>A callback the exchange may make now.</summary>
public sealed record DueCallback(Guid Id, string Organisation, string Phone, string? AccountNumber);
