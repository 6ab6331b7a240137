namespace Zhkh.Billing;

/// <summary>Why a month cannot be charged: something is missing on a day.</summary>
/// <param name="Accounts">How many accounts it concerns.</param>
public sealed record TariffGap(Service Service, GapReason Reason, DateOnly Day, int Accounts);

/// <summary>What is missing.</summary>
public enum GapReason
{
    /// <summary>The service has been charged before and has no price on that day.</summary>
    NoTariff,

    /// <summary>A household without a reading would need a norm and there is none.</summary>
    NoNorm,

    /// <summary>The service goes by square metres and the premise has none written down.</summary>
    NoArea,

    /// <summary>The law says no rate of the late fee for that day.</summary>
    NoRate,
}
