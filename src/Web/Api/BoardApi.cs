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
    IReadOnlyList<CallbackRow> Callbacks, IReadOnlyList<TicketRow> Tickets, BoardHealth Health, BoardShares Shares);

/// <summary>GET /api/board, and what of it goes on changing without an event.</summary>
internal static class BoardApi
{
    private const int RowsMax = 200;

    public static void MapBoard(this IEndpointRouteBuilder routes)
    {
        var board = routes.MapGroup("/api/board").InUnitOfWork();
        board.MapGet("", GetAsync).Needs(Permission.WatchConsole);
        board.MapGet("/shares", SharesAsync).Needs(Permission.WatchConsole);
        routes.MapGet("/api/board/health", HealthAsync).Needs(Permission.WatchConsole);
    }

    // Both name nobody, so they may be asked again and again without a line in the audit.
    private static async Task<Ok<BoardHealth>> HealthAsync(
        Readiness readiness, Exchange exchange, CancellationToken cancel) =>
        TypedResults.Ok(BoardHealth.Of(await readiness.CheckAsync(cancel), exchange));

    private static async Task<Ok<BoardShares>> SharesAsync(
        CallBoard calls, CallbackBoard callbacks, TimeProvider time, CancellationToken cancel) =>
        TypedResults.Ok(await BoardShares.ReadAsync(calls, callbacks, time.GetUtcNow(), cancel));

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
            BoardHealth.Of(await readiness.CheckAsync(cancel), exchange),
            await BoardShares.ReadAsync(history, callbacks, time.GetUtcNow(), cancel)));
    }
}
