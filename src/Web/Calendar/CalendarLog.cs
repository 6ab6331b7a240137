namespace Zhkh.Web.Calendar;

internal static partial class CalendarLog
{
    [LoggerMessage(601, LogLevel.Information, "Campaign {Campaign} of {Period} was made for {Selected} debtors")]
    public static partial void CampaignMade(ILogger log, Guid campaign, string period, int selected);

    [LoggerMessage(602, LogLevel.Information, "The ledger was checked: every balance is the sum of its entries")]
    public static partial void LedgerHolds(ILogger log);

    [LoggerMessage(603, LogLevel.Error,
        "The ledger was checked: {Balances} balances differ from their entries, {Postings} postings do not add up")]
    public static partial void LedgerDiffers(ILogger log, int balances, int postings);
}
