namespace Zhkh.Billing;

/// <summary>Something that changes whether, or how, a debtor may be called.</summary>
/// <param name="Until">Last day it holds; null = until it is ended.</param>
/// <param name="PromisedMinor">What was promised, when a sum was named.</param>
/// <param name="Source">Where it comes from: a campaign, a call, the office.</param>
public sealed record DebtMark(
    Guid Id, string Organisation, string? AccountNumber, string? Phone, DebtMarkKind Kind, DateOnly Since,
    DateOnly? Until, long? PromisedMinor, string Source, string MadeBy, DateTimeOffset MadeAt,
    DateTimeOffset? EndedAt, string? EndedBy);

/// <summary>What a mark says.</summary>
public enum DebtMarkKind
{
    /// <summary>The debtor has named a day.</summary>
    Promise,
    InstalmentAgreement,
    Dispute,
    Court,

    /// <summary>This phone asked not to be called about debts; of an account: none of its phones.</summary>
    OptOut,

    /// <summary>Who answers this phone is not the debtor.</summary>
    WrongPerson,
    Deceased,

    /// <summary>A subsidy has been applied for (Ukraine).</summary>
    SubsidyPending,

    /// <summary>The law forbids collecting for a time; without account and phone: from everybody.</summary>
    Moratorium,
}

/// <summary>Why a debtor is not called (DOMAIN §3.3); the first that applies is the one counted.</summary>
public enum DebtStop
{
    NoPhone,
    PaidRecently,
    PromiseActive,
    InstalmentAgreement,
    Dispute,
    Court,
    OptOut,
    WrongPerson,
    Deceased,
    SubsidyPending,
    Moratorium,

    /// <summary>A register that came today and is not posted holds a payment of this account.</summary>
    UnfinishedRegister,
}
