namespace Zhkh.Billing;

/// <summary>An account that owes enough for long enough.</summary>
/// <param name="DebtMinor">Minor units of <paramref name="Currency"/>, more than nothing.</param>
/// <param name="Months">How many of the latest months' charges the debt covers.</param>
/// <param name="Phones">E.164, those that may be called about this debt; empty
/// when <paramref name="Stop"/> is set.</param>
/// <param name="Language">ru or uk: what the first phone chose, else the organisation's.</param>
/// <param name="Stop">Why it is not called; null = it is.</param>
public sealed record Debtor(
    Guid AccountId, string AccountNumber, string Organisation, long DebtMinor, string Currency, int Months,
    IReadOnlyList<string> Phones, string Language, DebtStop? Stop);

/// <summary>What is true of a debt right before a dial.</summary>
/// <param name="Owes">The debt is still there and nothing forbids the call.</param>
/// <param name="BalanceMinor">Now; positive = owes.</param>
/// <param name="Stop">Why not; null also when nothing is owed any more.</param>
public sealed record StillOwes(bool Owes, long BalanceMinor, DebtStop? Stop);
