using Zhkh.Dispatch;
using Zhkh.Pbx.Storage;

namespace Zhkh.Web.Api;

/// <summary>How the two legal limits were kept in the last 24 hours (ПП РФ 416, п. 13).</summary>
/// <param name="AnsweredInTimePercent">0–100; null when nobody asked for a person.</param>
/// <param name="CalledBackInTimePercent">0–100; null when nobody was to be called back.</param>
internal sealed record BoardShares(int? AnsweredInTimePercent, int? CalledBackInTimePercent)
{
    /// <summary>A shift may cross midnight, so it is a day that slides.</summary>
    private static readonly TimeSpan Over = TimeSpan.FromDays(1);

    public static async Task<BoardShares> ReadAsync(
        CallBoard calls, CallbackBoard callbacks, DateTimeOffset now, CancellationToken cancel) => new(
        await calls.AnsweredInTimePercentAsync(now - Over, cancel),
        await callbacks.CalledBackInTimePercentAsync(now - Over, cancel));
}
