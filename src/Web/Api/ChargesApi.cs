using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Billing;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>Which month is to be charged anew, and why.</summary>
internal sealed record RecalculationBody(string Month, string Reason);

/// <summary>What it did, minor units; negative = the resident owes less.</summary>
internal sealed record RecalculationAnswer(long Reversed, long Posted, long Difference, string Currency);

/// <summary>A month of an account by service, minor units.</summary>
internal sealed record AccountMonthAnswer(
    string Month, MonthStatus Status, long Opening, long Charged, long Recalculated, long Penalty, long Paid,
    long Closing, IReadOnlyList<ServiceMonth> Services);

internal sealed record AccountMonthsAnswer(string Currency, IReadOnlyList<AccountMonthAnswer> Months);

/// <summary>A line of a bill; quantity, tariff and coefficient are decimals in strings.</summary>
internal sealed record ChargeAnswer(
    long Id, Service Service, string Month, ChargeMethod Method, string Quantity, string Unit, string Tariff,
    string Coefficient, long Amount, string Formula, string RoundedAway, Guid PostingId, bool Reversed,
    DateTimeOffset At)
{
    public static ChargeAnswer Of(ChargeRow row) => new(row.Id, row.Service, Api.Month.Name(row.Month), row.Method,
        Plain(row.Quantity), row.Unit, Plain(row.Tariff), Plain(row.Coefficient), row.Amount, row.Formula,
        Plain(row.RoundedAway), row.PostingId, row.Reversed, row.At);

    private static string Plain(decimal value) => value.ToString("0.##########", CultureInfo.InvariantCulture);
}

/// <summary>A late fee up to a day; <c>noRateFrom</c> = the law says no rate from that day on.</summary>
internal sealed record PenaltyAnswer(
    long Amount, string Currency, IEnumerable<PenaltySegmentAnswer> Segments, DateOnly? NoRateFrom);

/// <param name="Rate">Percent, a decimal in a string.</param>
internal sealed record PenaltySegmentAnswer(
    string Month, DateOnly From, DateOnly To, int Days, string Rate, string Share, long Debt, long Amount,
    string Source)
{
    public static PenaltySegmentAnswer Of(PenaltySegment segment) => new(Api.Month.Name(segment.Month), segment.From,
        segment.To, segment.Days, segment.Rate.ToString("0.####", CultureInfo.InvariantCulture), segment.Share,
        segment.Debt, segment.Amount, segment.Source);
}

/// <summary>/api/accounts/{number}: its months, the lines of its bills, the late fee, a recalculation.</summary>
internal static class ChargesApi
{
    private const int ReasonLengthMax = 500;
    private const int MonthsDefault = 11;

    public static void MapCharges(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/accounts/{number}").InUnitOfWork();
        group.MapGet("/months", MonthsAsync).Needs(Permission.ReadPostings);
        group.MapGet("/charges", ChargesAsync).Needs(Permission.ReadPostings);
        group.MapGet("/penalty", PenaltyAsync).Needs(Permission.ReadPostings);
        group.MapGet("/recalculations", PreviewAsync).Needs(Permission.WritePostings);
        group.MapPost("/recalculations", RecalculateAsync).Needs(Permission.WritePostings);
    }

    private static async Task<Results<Ok<AccountMonthsAnswer>, ProblemHttpResult>> MonthsAsync(
        HttpContext context, string number, string? from, string? to, AccountMonths months, TimeProvider time,
        AuditTrail audit, CancellationToken cancel)
    {
        // The last twelve months when nobody says which; a month is a month in every zone that close to its middle.
        var now = new Month(new DateOnly(time.GetUtcNow().Year, time.GetUtcNow().Month, 1));
        var last = now;
        if (to is not null && !Month.TryParse(to, null, out last))
        {
            return Problems.Of(context, Problem.BadMonth, to);
        }

        var first = new Month(last.First.AddMonths(-MonthsDefault));
        if (from is not null && !Month.TryParse(from, null, out first))
        {
            return Problems.Of(context, Problem.BadMonth, from);
        }

        if (first.First > last.First || first.First.AddMonths(AccountMonths.MonthsMax) <= last.First)
        {
            return Problems.Of(context, Problem.BadMonth, $"{first}–{last}");
        }

        if (await months.OfAsync(number, first.First, last.First, cancel) is not { } list)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Read, list.Organisation, "account", number, "months");
        return TypedResults.Ok(new AccountMonthsAnswer(list.Currency, [.. list.Months.Select(m =>
            new AccountMonthAnswer(Month.Name(m.Month), m.Status, m.Opening, m.Charged, m.Recalculated, m.Penalty,
                m.Paid, m.Closing, m.Services))]));
    }

    private static async Task<Results<Ok<IEnumerable<ChargeAnswer>>, ProblemHttpResult>> ChargesAsync(
        HttpContext context, string number, string month, Accounts accounts, ChargeBoard board, AuditTrail audit,
        CancellationToken cancel)
    {
        if (!Month.TryParse(month, null, out var asked))
        {
            return Problems.Of(context, Problem.BadMonth, month);
        }

        if (await accounts.CardAsync(number, cancel) is not { } card)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var lines = await board.OfAsync(number, asked.First, ApiTexts.LanguageOf(context.Request), cancel);
        await audit.WriteAsync(context, AuditAct.Read, card.Organisation, "account", number, "charges");
        return TypedResults.Ok(lines.Select(ChargeAnswer.Of));
    }

    private static async Task<Results<Ok<PenaltyAnswer>, ProblemHttpResult>> PenaltyAsync(
        HttpContext context, string number, DateOnly on, Accounts accounts, Penalties penalties, AuditTrail audit,
        CancellationToken cancel)
    {
        if (await accounts.CardAsync(number, cancel) is not { } card
            || await penalties.PreviewAsync(number, on, cancel) is not { } fee)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Read, card.Organisation, "account", number, "penalty");
        return TypedResults.Ok(new PenaltyAnswer(
            fee.Amount, card.Currency, fee.Segments.Select(PenaltySegmentAnswer.Of), fee.NoRateFrom));
    }

    /// <summary>What a recalculation would change; nothing of it stays.</summary>
    private static async Task<Results<Ok<RecalculationAnswer>, ProblemHttpResult>> PreviewAsync(
        HttpContext context, string number, string month, Accounts accounts, Recalculation recalculation,
        AuditTrail audit, CancellationToken cancel)
    {
        if (!Month.TryParse(month, null, out var asked))
        {
            return Problems.Of(context, Problem.BadMonth, month);
        }

        if (await accounts.CardAsync(number, cancel) is not { } card)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var outcome = await recalculation.PreviewAsync(number, asked.First, SignedIn.Of(context).Login, cancel);
        if (RefusalOf(outcome.Verdict) is { } problem)
        {
            return Problems.Of(context, problem, Month.Name(asked.First));
        }

        await audit.WriteAsync(context, AuditAct.Read, card.Organisation, "account", number,
            $"recalculation of {Month.Name(asked.First)} previewed");
        return TypedResults.Ok(new RecalculationAnswer(
            outcome.Reversed, outcome.Posted, outcome.Difference, card.Currency));
    }

    private static async Task<Results<Ok<RecalculationAnswer>, ProblemHttpResult>> RecalculateAsync(
        HttpContext context, string number, RecalculationBody body, Accounts accounts, Recalculation recalculation,
        AuditTrail audit, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > ReasonLengthMax)
        {
            return Problems.Of(context, Problem.BadRequest, "reason");
        }

        if (!Month.TryParse(body.Month, null, out var month))
        {
            return Problems.Of(context, Problem.BadMonth, body.Month);
        }

        if (await accounts.CardAsync(number, cancel) is not { } card)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var outcome = await recalculation.RunAsync(number, month.First, body.Reason,
            IdempotencyKey.Of(context.Request), SignedIn.Of(context).Login, cancel);
        if (RefusalOf(outcome.Verdict) is { } problem)
        {
            return Problems.Of(context, problem, Month.Name(month.First));
        }

        await audit.WriteAsync(context, AuditAct.Change, card.Organisation, "account", number,
            $"recalculated {Month.Name(month.First)}");
        return TypedResults.Ok(new RecalculationAnswer(
            outcome.Reversed, outcome.Posted, outcome.Difference, card.Currency));
    }

    private static Problem? RefusalOf(RecalculationVerdict verdict) => verdict switch
    {
        RecalculationVerdict.Posted or RecalculationVerdict.Unchanged => null,
        RecalculationVerdict.Unknown => Problem.NotFound,
        RecalculationVerdict.NotCharged => Problem.MonthNotCharged,
        RecalculationVerdict.Gaps => Problem.TariffGap,
    };
}
