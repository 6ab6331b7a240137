using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Web.Voice;

namespace Zhkh.Web.Live;

/// <summary>What is off at a caller's houses, for their card.</summary>
internal sealed class OutageNotices(Houses houses, OutageBoard outages, OutageVoice voice)
{
    public async Task<IReadOnlyList<OutageNotice>> AtAsync(
        IReadOnlyList<AccountCard> accounts, CancellationToken cancel)
    {
        if (accounts.Count == 0)
        {
            return [];
        }

        var where = await houses.OfAccountsAsync([.. accounts.Select(a => a.Number)], cancel);
        var notices = new List<OutageNotice>();
        foreach (var own in where.GroupBy(h => h.Organisation))
        {
            var language = voice.LanguageOf(own.Key);
            var found = await outages.AtHousesAsync(own.Key, [.. own.Select(h => h.HouseId).Distinct()], cancel);
            notices.AddRange(found.DistinctBy(o => o.Id).Select(o => new OutageNotice(
                o.Id, o.Number, own.Key, o.Services[0], o.Services, o.Kind, o.Cause,
                voice.Text(language, own.Key,
                    OutageVoice.OnPhone(o.Id, o.Services, o.StartsAt, o.PlannedUntil, o.Cause)),
                o.StartsAt, o.PlannedUntil, o.Heard)));
        }

        return notices;
    }
}
