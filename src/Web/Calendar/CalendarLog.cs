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
}
