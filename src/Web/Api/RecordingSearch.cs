using Zhkh.Dispatch;
using Zhkh.Pbx.Recording;

namespace Zhkh.Web.Api;

/// <summary>What a list of recordings is asked for beyond the calls themselves; null = no matter.</summary>
internal sealed record RecordingWish(string? Words, int? RatingMax, bool WithoutTicket)
{
    public const int WordsLengthMax = 200;

    public bool NamesTickets => Words is not null || RatingMax is not null;
}

/// <summary>A page, the tickets of its calls, and behind what the next one begins (null = there is none).</summary>
internal sealed record RecordingPage(
    IReadOnlyList<RecordingRow> Rows, ILookup<Guid, CallTicket> Tickets, Cursor? Next);

/// <summary>
/// Recordings by what their tickets say: the exchange knows calls, Dispatch knows tickets. Words and marks are found
/// among the tickets first; calls without a ticket are found by looking through pages.
/// </summary>
internal sealed class RecordingSearch(RecordingBoard board, CallTickets tickets)
{
    /// <summary>Recordings looked through for one page; behind them the asker goes on with the cursor.</summary>
    public const int LookedMax = 2000;

    public async Task<RecordingPage> PageAsync(
        RecordingFilter filter, RecordingWish wish, CancellationToken cancel)
    {
        if (wish.NamesTickets)
        {
            var calls = wish.WithoutTicket ? []
                : await tickets.FindCallsAsync(new CallTicketFilter(wish.Words, wish.RatingMax), cancel);
            if (calls.Count == 0)
            {
                return new RecordingPage([], NoTickets, null);
            }

            filter = filter with { CallIds = calls };
        }

        return wish.WithoutTicket ? await WithoutAsync(filter, cancel) : await WholeAsync(filter, cancel);
    }

    private async Task<RecordingPage> WholeAsync(RecordingFilter filter, CancellationToken cancel)
    {
        var rows = await board.ListAsync(filter, cancel);
        return new RecordingPage(
            rows, await tickets.OfCallsAsync([.. rows.Select(row => row.CallId)], cancel),
            rows.Count == filter.Limit ? CursorOf(rows[^1]) : null);
    }

    private async Task<RecordingPage> WithoutAsync(RecordingFilter filter, CancellationToken cancel)
    {
        var found = new List<RecordingRow>();
        Cursor? last = null;
        var next = filter with { Limit = RecordingBoard.PageMax };
        for (var looked = 0; looked < LookedMax; looked += RecordingBoard.PageMax)
        {
            var rows = await board.ListAsync(next, cancel);
            var known = await tickets.OfCallsAsync([.. rows.Select(row => row.CallId)], cancel);
            foreach (var row in rows.Where(row => !known.Contains(row.CallId)))
            {
                found.Add(row);
                if (found.Count == filter.Limit)
                {
                    return new RecordingPage(found, NoTickets, CursorOf(row));
                }
            }

            if (rows.Count < RecordingBoard.PageMax)
            {
                return new RecordingPage(found, NoTickets, null);
            }

            last = CursorOf(rows[^1]);
            next = next with { AfterStart = rows[^1].StartedAt, AfterId = rows[^1].Id };
        }

        return new RecordingPage(found, NoTickets, last);
    }

    private static ILookup<Guid, CallTicket> NoTickets => Enumerable.Empty<CallTicket>().ToLookup(t => t.CallId);

    private static Cursor CursorOf(RecordingRow row) => new(row.StartedAt, row.Id);
}
