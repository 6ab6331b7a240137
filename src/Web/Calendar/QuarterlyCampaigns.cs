using Zhkh.Pbx.Dialer;

namespace Zhkh.Web.Calendar;

/// <summary>
/// A quarter began: each recurring series gets its campaign, with the debtors of today, and runs. Twice asked is once
/// done: a series has one campaign a quarter.
/// </summary>
internal sealed class QuarterlyCampaigns(
    CampaignBoard board, Campaigns campaigns, IDebtorDesk debtors, TimeProvider time)
{
    private const string ByWhom = "calendar";

    /// <returns>The campaigns that were made.</returns>
    public async Task<IReadOnlyList<CampaignRow>> RunAsync(CancellationToken cancel)
    {
        var period = Quarter.Of(time.GetUtcNow());
        var made = new List<CampaignRow>();
        foreach (var last in await board.SeriesAsync(cancel))
        {
            if (last.State != CampaignState.Draft && last.Period != period
                && await RepeatAsync(last, period, cancel) is { } campaign)
            {
                made.Add(campaign);
            }
        }

        return made;
    }

    private async Task<CampaignRow?> RepeatAsync(CampaignRow last, string period, CancellationToken cancel)
    {
        var audience = await debtors.SelectAsync(
            last.Organisation, last.DebtFromMinor, last.MonthsFrom, cancel);
        if (await campaigns.CreateAsync(
            new CampaignWish(
                last.Organisation, NameOf(last, period), last.DebtFromMinor, last.MonthsFrom, last.Hours,
                last.LinesMax, last.CallsPerMinute, last.Recurrence, last.Language, ByWhom, last.SeriesId, period),
            audience, cancel) is not { } id)
        {
            return null;
        }

        // Who is left of the last quarter is in the new audience, if they still owe.
        await campaigns.MoveAsync(last.Id, CampaignMove.Stop, ByWhom, cancel);
        await campaigns.MoveAsync(id, CampaignMove.Start, ByWhom, cancel);
        return await board.GetAsync(id, cancel);
    }

    /// <summary>«Должники 2026-Q4» becomes «Должники 2027-Q1».</summary>
    private static string NameOf(CampaignRow last, string period)
    {
        var plain = last.Period is { } old && last.Name.EndsWith(old, StringComparison.Ordinal)
            ? last.Name[..^old.Length].TrimEnd() : last.Name;
        return $"{plain} {period}";
    }
}
