using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Dispatch;
using Zhkh.Pbx;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Health;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>Everything for a first paint, and after a gap that is too wide to be filled.</summary>
/// <param name="Seqs">Events with these numbers are in the picture already; go on after them.</param>
internal sealed record Board(
    string Epoch, IReadOnlyDictionary<string, long> Seqs, DateTimeOffset ServerNow, IReadOnlyList<CallCard> Calls,
    IReadOnlyList<CallbackRow> Callbacks, IReadOnlyList<TicketRow> Tickets, BoardHealth Health);

/// <param name="Parts">As /readyz names them.</param>
/// <param name="LinesBusy">Lines over the trunks in use now, of all organisations, in both directions.</param>
/// <param name="LinesMax">Lines there are while every usable trunk works.</param>
/// <param name="AnsweredInTimePercent">Of the last 24 hours, 0–100; null when nobody asked for a person.</param>
/// <param name="CalledBackInTimePercent">Of the last 24 hours, 0–100; null when nobody was to be called back.</param>
internal sealed record BoardHealth(
    IReadOnlyDictionary<string, string> Parts, int LinesBusy, int LinesMax, int? AnsweredInTimePercent,
    int? CalledBackInTimePercent);

/// <summary>GET /api/board.</summary>
internal static class BoardApi
{
    private const int RowsMax = 200;

    /// <summary>A shift may cross midnight, so the shares are of a day that slides.</summary>
    private static readonly TimeSpan SharesOver = TimeSpan.FromDays(1);

    public static void MapBoard(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/board").InUnitOfWork()
        .MapGet("", GetAsync).Needs(Permission.WatchConsole);

    private static async Task<Ok<Board>> GetAsync(
        HttpContext context, LiveStream stream, CardDesk cards, CallbackBoard callbacks, CallBoard history,
        TicketBoard tickets, AuditTrail audit, Readiness readiness, Exchange exchange, TimeProvider time,
        CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        // The numbers first: whatever happens while the rest is read comes again as an event.
        var seqs = stream.Seqs(person.Organisations);
        var calls = cards.All().Where(c => person.Organisations.Contains(c.Organisation)).ToList();
        var open = await callbacks.OpenAsync(RowsMax, cancel);
        var mine = await tickets.ListAsync(
            new TicketFilter(Limit: RowsMax, Open: true, OpenedLogin: person.Login), cancel);
        foreach (var organisation in person.Organisations)
        {
            await audit.WriteAsync(context, AuditAct.Read, organisation, "board", "board");
        }

        return TypedResults.Ok(new Board(
            stream.Epoch, seqs, time.GetUtcNow(), calls, open, mine,
            new BoardHealth(
                await readiness.CheckAsync(cancel), exchange.LinesNow.InUse, exchange.LinesNow.Capacity,
                await history.AnsweredInTimePercentAsync(time.GetUtcNow() - SharesOver, cancel),
                await callbacks.CalledBackInTimePercentAsync(time.GetUtcNow() - SharesOver, cancel))));
    }
}
