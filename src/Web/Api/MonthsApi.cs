using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Billing;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;
using Zhkh.Web.Wiring;

namespace Zhkh.Web.Api;

/// <summary>Whose month.</summary>
internal sealed record MonthBody([property: JsonRequired] string Organisation);

/// <summary>A month of an organisation as a screen shows it; money in minor units.</summary>
internal sealed record MonthAnswer(
    string Organisation, string Month, MonthStatus Status, string Currency, int Accounts, long Charges, long Amount,
    long Penalty, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset? ClosedAt, string? ClosedBy,
    MonthProgress? Progress, IReadOnlyList<TariffGap> Gaps)
{
    public static MonthAnswer Of(MonthRow row) => new(row.Organisation, Api.Month.Name(row.Month), row.Status,
        row.Currency, row.Accounts, row.Charges, row.Amount, row.Penalty, row.StartedAt, row.FinishedAt, row.ClosedAt,
        row.ClosedBy, row.Progress, row.Gaps);
}

/// <summary>/api/months: charging a month and closing it.</summary>
internal static class MonthsApi
{
    public static void MapMonths(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/months").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.ReadMonths);
        group.MapPost("/{month}/run", RunAsync).Needs(Permission.RunMonths);
        group.MapPost("/{month}/close", CloseAsync).Needs(Permission.RunMonths);
    }

    private static async Task<Ok<IEnumerable<MonthAnswer>>> ListAsync(
        string? organisation, MonthBoard board, CancellationToken cancel) =>
        TypedResults.Ok((await board.ListAsync(organisation, cancel)).Select(MonthAnswer.Of));

    /// <summary>Begins it; the batches are worked off in the background and the row says how far.</summary>
    private static async Task<Results<Accepted<MonthAnswer>, ProblemHttpResult>> RunAsync(
        HttpContext context, string month, MonthBody body, MonthRuns runs, MonthRunLoop loop, DatabaseSession session,
        AuditTrail audit, CancellationToken cancel)
    {
        if (!Month.TryParse(month, null, out var asked))
        {
            return Problems.Of(context, Problem.BadMonth, month);
        }

        var outcome = await runs.BeginAsync(body.Organisation, asked.First, SignedIn.Of(context).Login, cancel);
        if (outcome.Verdict == MonthVerdict.Gaps)
        {
            // The row with its gaps is the answer a screen asks for next, so it stays.
            await session.CommitAsync(cancel);
        }

        if (outcome is not { Verdict: MonthVerdict.Accepted, Month: { } row })
        {
            return Refusal(context, outcome);
        }

        session.AfterCommit(loop.Ring);
        await audit.WriteAsync(context, AuditAct.Change, body.Organisation, "month", month, "run");
        return TypedResults.Accepted($"/api/months?organisation={body.Organisation}", MonthAnswer.Of(row));
    }

    private static async Task<Results<Ok<MonthAnswer>, ProblemHttpResult>> CloseAsync(
        HttpContext context, string month, MonthBody body, PeriodClose close, AuditTrail audit,
        CancellationToken cancel)
    {
        if (!Month.TryParse(month, null, out var asked))
        {
            return Problems.Of(context, Problem.BadMonth, month);
        }

        var outcome = await close.CloseAsync(body.Organisation, asked.First, SignedIn.Of(context).Login, cancel);
        if (outcome is not { Verdict: MonthVerdict.Accepted, Month: { } row })
        {
            return Refusal(context, outcome);
        }

        await audit.WriteAsync(context, AuditAct.Change, body.Organisation, "month", month, "close");
        return TypedResults.Ok(MonthAnswer.Of(row));
    }

    private static ProblemHttpResult Refusal(HttpContext context, MonthOutcome outcome) => outcome.Verdict switch
    {
        MonthVerdict.Unknown => Problems.Of(context, Problem.NotFound),
        MonthVerdict.FutureMonth => Problems.Of(context, Problem.FutureMonth),
        MonthVerdict.ClosedMonth => Problems.Of(context, Problem.MonthClosed),
        MonthVerdict.Gaps => Problems.Of(context, Problem.TariffGap, GapsOf(context, outcome.Month?.Gaps ?? [])),
        MonthVerdict.NotCharged => Problems.Of(context, Problem.MonthNotCharged),
        MonthVerdict.EarlierOpen => Problems.Of(context, Problem.EarlierMonthOpen),
        MonthVerdict.Accepted => throw new InvalidOperationException("An accepted month is no refusal"),
    };

    private static string GapsOf(HttpContext context, IEnumerable<TariffGap> gaps)
    {
        var language = ApiTexts.LanguageOf(context.Request);
        return string.Join(", ", gaps.Select(g => string.Create(
            CultureInfo.InvariantCulture, $"{ServiceName.Of(g.Service, language)} ({g.Day:dd.MM.yyyy})")));
    }
}
