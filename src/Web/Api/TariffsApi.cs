using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Billing;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>A price from a day on.</summary>
/// <param name="Price">Major units for one unit, a decimal in a string: "30.85".</param>
/// <param name="Unit">m3, kWh, Gcal, m2, person, account; null = as before.</param>
internal sealed record TariffBody(
    [property: JsonRequired] string Organisation, [property: JsonRequired] Service Service,
    [property: JsonRequired] string Price, [property: JsonRequired] DateOnly ValidFrom,
    [property: JsonRequired] string Basis, string? Unit = null, ChargedBy? ChargedBy = null);

/// <summary>A price and its days.</summary>
internal sealed record TariffAnswer(
    Guid Id, string Organisation, Service Service, string Price, string Unit, ChargedBy ChargedBy, DateOnly ValidFrom,
    DateOnly? ValidTo, string Basis)
{
    public static TariffAnswer Of(Tariff tariff) => new(tariff.Id, tariff.Organisation, tariff.Service,
        tariff.Price.ToString("0.00####", CultureInfo.InvariantCulture), tariff.Unit, tariff.ChargedBy,
        tariff.ValidFrom, tariff.ValidTo, tariff.Basis);
}

/// <summary>/api/tariffs: prices by date; one in force is ended by its successor, never rewritten.</summary>
internal static class TariffsApi
{
    private const int BasisLengthMax = 500;

    public static void MapTariffs(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/tariffs").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.ReadMonths);
        group.MapPost("", SetAsync).Needs(Permission.WriteTariffs);
    }

    private static async Task<Ok<IEnumerable<TariffAnswer>>> ListAsync(
        HttpContext context, string organisation, Tariffs tariffs, CancellationToken cancel) =>
        TypedResults.Ok((await tariffs.ListAsync(organisation, cancel)).Select(TariffAnswer.Of));

    private static async Task<Results<Created<TariffAnswer>, ProblemHttpResult>> SetAsync(
        HttpContext context, TariffBody body, Tariffs tariffs, AuditTrail audit, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(body.Basis) || body.Basis.Length > BasisLengthMax)
        {
            return Problems.Of(context, Problem.BadRequest, "basis");
        }

        if (!decimal.TryParse(body.Price, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price))
        {
            return Problems.Of(context, Problem.BadPrice);
        }

        if (!SignedIn.Of(context).Organisations.Contains(body.Organisation, StringComparer.Ordinal))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var outcome = await tariffs.SetAsync(new TariffOffered(body.Organisation, body.Service, price, body.ValidFrom,
            body.Basis, body.Unit, body.ChargedBy), SignedIn.Of(context).Login, cancel);
        if (outcome.Tariff is not { } tariff)
        {
            return Problems.Of(context, outcome.Verdict switch
            {
                TariffVerdict.Overlaps => Problem.TariffOverlaps,
                TariffVerdict.ClosedMonth => Problem.MonthClosed,
                TariffVerdict.BadPrice => Problem.BadPrice,
                TariffVerdict.Set => throw new InvalidOperationException("A tariff was set and is not there"),
            });
        }

        await audit.WriteAsync(context, AuditAct.Create, tariff.Organisation, "tariff", tariff.Id.ToString());
        return TypedResults.Created("/api/tariffs", TariffAnswer.Of(tariff));
    }
}
