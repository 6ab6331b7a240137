using Zhkh.Pbx.Dialer;
using Zhkh.Web.Calendar;

namespace Zhkh.Web.Api;

internal sealed record HoursText(string? From, string? To);

internal sealed record AudienceRequest(string? Organisation, long DebtFrom, int MonthsFrom);

internal sealed record CampaignRequest(
    string? Organisation, string? Name, long DebtFrom, int MonthsFrom, HoursText? Hours, int LinesMax,
    int CallsPerMinute, CampaignRecurrence Recurrence = CampaignRecurrence.None, string? Language = null);

internal sealed record TrialRequest(string? AccountNumber);

internal sealed record CampaignLines(int InUse, int Max, int ReservedForResidents);

/// <summary>A campaign as the screens have it; sums in minor units.</summary>
internal sealed record CampaignAnswer(
    Guid Id, string Organisation, string Name, CampaignState State, long DebtFrom, int MonthsFrom,
    CampaignAudience Audience, HoursText Hours, int LinesMax, int CallsPerMinute, CampaignRecurrence Recurrence,
    string? Language, string? Period, DateTimeOffset? NextRunAt, CampaignProgress Progress, CampaignLines Lines,
    DateTimeOffset? EstimatedEnd, IReadOnlyList<CampaignMove> Moves, DateTimeOffset CreatedAt, string CreatedBy,
    DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, int Version)
{
    /// <summary>Of a call with its ringing; the estimate before a campaign has a pace of its own.</summary>
    private static readonly TimeSpan CallLength = TimeSpan.FromSeconds(45);

    public static CampaignAnswer Of(CampaignRow c, LineState lines, DateTimeOffset now) => new(
        c.Id, c.Organisation, c.Name, c.State, c.DebtFromMinor, c.MonthsFrom, c.Audience,
        new HoursText($"{c.Hours.From:HH\\:mm}", $"{c.Hours.To:HH\\:mm}"), c.LinesMax, c.CallsPerMinute, c.Recurrence,
        c.Language, c.Period,
        c.Recurrence == CampaignRecurrence.Quarterly && c.State is not (CampaignState.Stopped or CampaignState.Draft)
            ? Quarter.NextRun(now) : null,
        c.Progress, new CampaignLines(c.Progress.Dialling, c.LinesMax, lines.Reserved), End(c, lines, now),
        CampaignLifecycle.Allowed(c.State), c.CreatedAt, c.CreatedBy, c.StartedAt, c.EndedAt, c.Version);

    /// <summary>From the pace of the last hour, or from lines and calls per minute; hours of the day not counted.</summary>
    private static DateTimeOffset? End(CampaignRow c, LineState lines, DateTimeOffset now)
    {
        var robotLines = Math.Min(c.LinesMax, Math.Max(1, lines.Capacity - lines.Reserved));
        var perHour = c.Progress.AttemptsLastHour > 0
            ? c.Progress.AttemptsLastHour
            : Math.Min(c.CallsPerMinute * 60, robotLines * (int)(TimeSpan.FromHours(1) / CallLength));
        return c.State is CampaignState.Running or CampaignState.Draft
            ? now + TimeSpan.FromHours((double)(c.Progress.Waiting + c.Progress.Dialling) / perHour) : null;
    }
}

/// <summary>A debtor of a campaign; the phone whole only for whom the calls themselves are shown.</summary>
internal sealed record ContactAnswer(
    Guid OrderId, string AccountNumber, string Phone, string State, int Attempts, string? Disposition, string? Reason,
    DateTimeOffset? At, Guid? CallId, Guid? RecordingId, DateOnly? PromisedOn, long Amount, int Months)
{
    public static ContactAnswer Of(CampaignContact c, bool withPhone) => new(
        c.OrderId, c.AccountNumber, withPhone ? c.Phone : Pbx.Numbers.PhoneNumber.Mask(c.Phone), c.State, c.Attempts,
        c.Disposition, c.Reason, c.At, c.CallId, c.RecordingId, c.PromisedOn, c.Amount, c.Months);
}

internal sealed record SentenceText(string Id, string Text);

internal sealed record ScriptAnswer(string AccountNumber, string Language, IReadOnlyList<SentenceText> Sentences);
