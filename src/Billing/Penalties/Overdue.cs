namespace Zhkh.Billing;

/// <summary>What was to be paid, and until when.</summary>
/// <param name="Month">The month it was charged for.</param>
/// <param name="BilledIn">The month of the bill it stands on; the day to pay follows from it.</param>
internal sealed record Due(DateOnly Month, DateOnly BilledIn, long AmountMinor);

/// <summary>Money that came, and when.</summary>
internal sealed record Receipt(DateOnly On, long AmountMinor);

/// <summary>Days on which an account is charged no late fee.</summary>
/// <param name="To">The first day it is charged again.</param>
internal sealed record Moratorium(DateOnly From, DateOnly? To)
{
    public bool Covers(DateOnly day) => From <= day && (To is null || day < To);
}

/// <summary>The history of one account as the late fee sees it.</summary>
internal sealed record Overdue(
    IReadOnlyList<Due> Dues, IReadOnlyList<Receipt> Receipts, IReadOnlyList<Moratorium> Moratoria);
