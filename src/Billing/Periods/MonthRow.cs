namespace Zhkh.Billing;

/// <summary>A month of an organisation: GET /api/months.</summary>
/// <param name="Amount">Minor units charged, without the late fee.</param>
/// <param name="Progress">While it runs, in accounts.</param>
public sealed record MonthRow(
    string Organisation, DateOnly Month, MonthStatus Status, string Currency, int Accounts, long Charges, long Amount,
    long Penalty, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset? ClosedAt, string? ClosedBy,
    MonthProgress? Progress, IReadOnlyList<TariffGap> Gaps);

/// <summary>Accounts done of all.</summary>
public sealed record MonthProgress(int Done, int Total);

/// <summary>How far a month is.</summary>
public enum MonthStatus
{
    /// <summary>Not charged: not asked for yet, or a gap stands in the way.</summary>
    Open,
    Running,
    Charged,

    /// <summary>Nothing effective in it changes any more.</summary>
    Closed,
}

/// <summary>What became of a wish about a month.</summary>
public sealed record MonthOutcome(MonthVerdict Verdict, MonthRow? Month);

/// <summary>Refusals are answers.</summary>
public enum MonthVerdict
{
    /// <summary>Begun now, or begun before and not begun twice.</summary>
    Accepted,

    /// <summary>No such organisation for the asker.</summary>
    Unknown,

    /// <summary>It has not begun yet.</summary>
    FutureMonth,
    ClosedMonth,

    /// <summary>Prices or norms are missing; the gaps are in the row and nothing was charged.</summary>
    Gaps,

    /// <summary>To close: it is not charged to the end.</summary>
    NotCharged,

    /// <summary>To close: an earlier month is still open.</summary>
    EarlierOpen,
}
