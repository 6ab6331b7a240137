using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Dispatch;
using Zhkh.Pbx;
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
/// <param name="LinesBusy">Calls over the operators' lines that are up now, of all organisations.</param>
/// <param name="LinesMax">What the operators' contracts carry at once.</param>
/// <param name="AnsweredInTimePercent">
/// Of the last hour's callers of one's queues, those who were answered within five minutes; null without callers.
/// </param>
internal sealed record BoardHealth(
    IReadOnlyDictionary<string, string> Parts, int LinesBusy, int LinesMax, int? AnsweredInTimePercent)
{
    public static BoardHealth Of(IReadOnlyDictionary<string, string> parts, Exchange exchange, SignedIn person)
    {
        var lines = exchange.LinesNow;
        var hours = person.Organisations.SelectMany(exchange.Queues.Now).Select(queue => queue.Hour).ToList();
        var callers = hours.Sum(hour => hour.Answered + hour.Abandoned + hour.LedOn);
        return new BoardHealth(
            parts, lines.InUse, lines.Capacity,
            callers == 0 ? null : 100 * hours.Sum(hour => hour.AnsweredInTime) / callers);
    }
}

/// <summary>GET /api/board, and what of it goes on changing without an event.</summary>
internal static class BoardApi
{
    private const int RowsMax = 200;

    public static void MapBoard(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/api/board").InUnitOfWork().MapGet("", GetAsync).Needs(Permission.WatchConsole);
        routes.MapGet("/api/board/health", HealthAsync).Needs(Permission.WatchConsole);
    }

    /// <summary>Names nobody, so it may be asked again and again without a line in the audit.</summary>
    private static async Task<Ok<BoardHealth>> HealthAsync(
        HttpContext context, Readiness readiness, Exchange exchange, CancellationToken cancel) =>
        TypedResults.Ok(BoardHealth.Of(await readiness.CheckAsync(cancel), exchange, SignedIn.Of(context)));

    private static async Task<Ok<Board>> GetAsync(
        HttpContext context, LiveStream stream, CardDesk cards, CallbackBoard callbacks, TicketBoard tickets,
        AuditTrail audit, Readiness readiness, Exchange exchange, TimeProvider time, CancellationToken cancel)
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
            BoardHealth.Of(await readiness.CheckAsync(cancel), exchange, person)));
    }
}
