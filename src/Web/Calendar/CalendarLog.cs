namespace Zhkh.Web.Calendar;

internal static partial class CalendarLog
{
    [LoggerMessage(601, LogLevel.Information, "Campaign {Campaign} of {Period} was made for {Selected} debtors")]
    public static partial void CampaignMade(ILogger log, Guid campaign, string period, int selected);

    [LoggerMessage(602, LogLevel.Information, "The ledger was checked: every balance is the sum of its entries")]
    public static partial void LedgerHolds(ILogger log);

    [LoggerMessage(603, LogLevel.Critical, "The ledger is not even: {Differences} balances, {Unbalanced} postings, "
        + "{Uneven} charges, {GuardsGone} guards gone; see billing.ledger_checks")]
    public static partial void LedgerDiffers(
        ILogger log, int differences, int unbalanced, int uneven, int guardsGone);

    [LoggerMessage(604, LogLevel.Information, "{Count} recordings were past their term and are gone")]
    public static partial void RecordingsPurged(ILogger log, int count);

    [LoggerMessage(605, LogLevel.Warning, "{Found} recordings have no row, {Gone} of them were deleted")]
    public static partial void StrayRecordings(ILogger log, int found, int gone);

    [LoggerMessage(606, LogLevel.Critical, "Guards of the deletion log are gone: {Guards}")]
    public static partial void LogUnguarded(ILogger log, string guards);
}
