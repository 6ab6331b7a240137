using System.Globalization;
using Zhkh.Billing;
using Zhkh.Dispatch;

namespace Zhkh.Web.Api;

/// <summary>What the journal is asked for, as it stands in the address.</summary>
/// <param name="From">A day of the organisation's wall calendar (2026-11-22), or a time with its offset.</param>
/// <param name="To">A day, which is included, or a time with its offset.</param>
internal sealed record JournalQuery(
    string? Organisation, Guid? HouseId, string? From, string? To, Named<TicketStatus>? Status,
    Named<JournalTerm>? Term, Guid? After)
{
    /// <summary>The beginning of a day, or the time; null when it is neither.</summary>
    public static DateTimeOffset? Moment(string text, TimeZoneInfo zone, bool isEnd)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day < DateOnly.MaxValue)
        {
            var midnight = day.AddDays(isEnd ? 1 : 0).ToDateTime(TimeOnly.MinValue);
            while (zone.IsInvalidTime(midnight))
            {
                midnight = midnight.AddMinutes(1);
            }

            return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
        }

        return text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : null;
    }

    /// <summary>The house as requests name it; null when the asker sees none of this id.</summary>
    public static async Task<JournalHouse?> HouseAsync(Houses houses, Guid id, CancellationToken cancel) =>
        (await houses.ByIdsAsync([id], cancel)) is [var house]
            ? new JournalHouse(house.Address, await houses.AccountNumbersAsync(id, cancel)) : null;
}
