using System.Globalization;
using Zhkh.Pbx.Dialer;

namespace Zhkh.Web.Api;

/// <summary>What is wrong with a campaign that was asked for: the field, and what it must be.</summary>
/// <param name="IsLength">The figures of <paramref name="Why"/> count characters.</param>
internal sealed record CampaignFault(string Field, string Why, bool IsLength = false)
{
    private const int NameMax = 200;
    private const int MonthsMax = 600;
    private const int LinesMax = 1000;
    private const int CallsPerMinuteMax = 6000;

    public static CampaignFault? Of(AudienceRequest request) =>
        string.IsNullOrWhiteSpace(request.Organisation) ? new("organisation", "≠ ∅")
        : request.DebtFrom < 1 ? new("debtFrom", "≥ 1")
        : request.MonthsFrom is < 0 or > MonthsMax ? new("monthsFrom", $"0–{MonthsMax}")
        : null;

    public static CampaignFault? Of(CampaignRequest request, out DialHours hours)
    {
        hours = default;
        return Of(new AudienceRequest(request.Organisation, request.DebtFrom, request.MonthsFrom))
            ?? (string.IsNullOrWhiteSpace(request.Name) || request.Name.Trim().Length > NameMax
                ? new("name", $"1–{NameMax}", IsLength: true)
                : !TryHours(request.Hours, out hours) ? new("hours", "HH:mm < HH:mm")
                : request.LinesMax is < 1 or > LinesMax ? new("linesMax", $"1–{LinesMax}")
                : request.CallsPerMinute is < 1 or > CallsPerMinuteMax
                    ? new("callsPerMinute", $"1–{CallsPerMinuteMax}")
                : request.Language is not (null or "ru" or "uk") ? new("language", "ru, uk")
                : null);
    }

    private static bool TryHours(HoursText? text, out DialHours hours)
    {
        hours = default;
        if (!TryTime(text?.From, out var from) || !TryTime(text?.To, out var to))
        {
            return false;
        }

        hours = new DialHours(from, to);
        return from < to;
    }

    private static bool TryTime(string? text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
