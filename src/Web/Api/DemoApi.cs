using Microsoft.Extensions.Options;
using Zhkh.Billing;
using Zhkh.Pbx;
using Zhkh.Pbx.Calls;
using Zhkh.Web.Demo;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>Somebody of the demo town with a telephone.</summary>
internal sealed record DemoResident(string Phone, string? Name, IReadOnlyList<DemoAccount> Accounts);

internal sealed record DemoAccount(string Number, string Address, long Balance, string Currency);

internal sealed record DemoAnswer(IReadOnlyList<DemoResident> Residents, IReadOnlyList<string> Numbers, int CallsMax);

/// <summary>
/// /api/demo and /demo: the telephone of the demo town. Only while the demo runs; else these addresses do not exist.
/// </summary>
internal static class DemoApi
{
    private const string Tag = "DemoApi";

    /// <summary>The single public number and the line straight to the queue (CONTRACT).</summary>
    private static readonly string[] Numbers = ["100", "112"];

    /// <summary>Those whom CONTRACT names, the stranger last.</summary>
    private static readonly string[] Phones =
    [
        "+79370000030", "+79370000031", "+79370000118", "+79370000007", "+380670000184", "+79379999999",
    ];

    public static void MapDemo(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<WebOptions>>().Value.Demo)
        {
            app.MapFallback("/demo/{**rest}", (HttpContext context) => Problems.Of(context, Problem.NotFound))
                .AllowAnonymous();
            return;
        }

        app.MapGet("/api/demo", TownAsync).WithTags(Tag).AllowAnonymous();
        app.MapGet(DemoPhone.LinePath, LineAsync).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Made-up people with made-up debts: nobody's data.</summary>
    private static async Task<DemoAnswer> TownAsync(SystemWork work, CancellationToken cancel) =>
        await work.RunAsync(DatabasePool.Jobs, async services =>
        {
            var accounts = services.GetRequiredService<Accounts>();
            var residents = new List<DemoResident>(Phones.Length);
            foreach (var phone in Phones)
            {
                var cards = await accounts.CardsByPhoneAsync(phone, cancel);
                residents.Add(new DemoResident(phone, cards.Count > 0 ? cards[0].Person?.Name : null,
                    [.. cards.Select(card =>
                        new DemoAccount(card.Number, card.Address, card.Balance, card.Currency))]));
            }

            return new DemoAnswer(residents, Numbers, DemoPhone.CallsMax);
        }, cancel);

    private static async Task<IResult> LineAsync(
        HttpContext context, DemoPhone phone, Exchange exchange, string? from, string? to, CancellationToken cancel)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (from is not null && PhoneNumber.TryParse(from) is null)
        {
            return Problems.Of(context, Problem.BadPhone, from);
        }

        if (to is null || !(Numbers.Contains(to, StringComparer.Ordinal) || exchange.Flows.Trials.Knows(to)))
        {
            return Problems.Of(context, Problem.BadRequest, $"to: {string.Join(", ", Numbers)}");
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await new DemoLine(socket, phone).RunAsync(
            from is null ? "" : PhoneNumber.TryParse(from)?.E164 ?? "", to, cancel);
        return TypedResults.Empty;
    }
}
