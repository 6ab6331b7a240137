using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Pbx.Calls;

namespace Zhkh.Web.Live;

/// <summary>A call as a dispatcher's screen shows it: pushed whole, so that one trip paints it.</summary>
/// <param name="WaitSeconds">From arrival to a person, or until now while nobody has answered.</param>
/// <param name="TicketNumber">
/// Reserved when a person answers, so that it can be said before the ticket is saved.
/// </param>
/// <param name="Accounts">
/// All accounts of the caller within the organisation; several are for a person to choose from.
/// </param>
/// <param name="Repeat">How often this phone has called within the last hour, this call included.</param>
internal sealed record CallCard(
    Guid CallId, CallDirection Direction, string From, string To, string? Phone, LiveState State,
    DateTimeOffset ArrivedAt, DateTimeOffset? AnsweredAt, DateTimeOffset? HumanAnsweredAt, DateTimeOffset? EndedAt,
    string? Extension, string? Operator, int WaitSeconds, string Organisation, string? AccountNumber,
    string Language, bool Recording, int? TicketNumber, IReadOnlyList<AccountCard> Accounts,
    IReadOnlyList<OpenTicket> OpenTickets, IReadOnlyList<OutageNotice> Outages, int Repeat, CallOutcome? Outcome,
    string? Tag)
{
    /// <summary>Who talks or listens beside the resident.</summary>
    public IReadOnlyList<CallParty> Parties { get; init; } = [];

    /// <summary>Who holds the conversation; null when nobody does.</summary>
    public string? HeldBy { get; init; }

    /// <summary>The transfer, question or ring back begun last.</summary>
    public CallMove? LastMove { get; init; }

    public static CallCard Of(LiveCall call, CardFacts facts, int? ticketNumber, DateTimeOffset now)
    {
        // The card goes to everybody of one organisation, so it shows what belongs to that organisation and no other's.
        var organisation = facts.Accounts.Count > 0 && facts.Accounts.All(a => a.Organisation != call.Organisation)
            ? facts.Accounts[0].Organisation : call.Organisation;
        return new CallCard(
            call.Id, call.Direction, call.From, call.To, call.Phone, call.State, call.ArrivedAt, call.AnsweredAt,
            call.HumanAnsweredAt, call.EndedAt, call.Extension, facts.Operator,
            (int)Math.Max(0, ((call.HumanAnsweredAt ?? call.EndedAt ?? now) - call.ArrivedAt).TotalSeconds),
            organisation, call.AccountNumber, Code(call.Language), call.RecordingId is not null, ticketNumber,
            [.. facts.Accounts.Where(a => a.Organisation == organisation)],
            [.. facts.OpenTickets.Where(t => t.Organisation == organisation)],
            [.. facts.Outages.Where(o => o.Organisation == organisation)], facts.Repeat,
            call.Outcome, call.Tag)
        {
            Parties = call.Parties, HeldBy = call.HeldBy, LastMove = call.LastMove,
        };
    }

    /// <summary>As in /api/calls.</summary>
    private static string Code(Pbx.Calls.Language language) => language switch
    {
        Pbx.Calls.Language.Russian => "ru",
        Pbx.Calls.Language.Ukrainian => "uk",
    };
}

/// <summary>What the other modules know about a caller.</summary>
internal sealed record CardFacts(
    IReadOnlyList<AccountCard> Accounts, IReadOnlyList<OpenTicket> OpenTickets,
    IReadOnlyList<OutageNotice> Outages, string? Operator, int Repeat)
{
    public static CardFacts Unknown { get; } = new([], [], [], null, 1);
}

/// <summary>What the facts of a card depend on: another one and they are asked anew.</summary>
internal readonly record struct CardQuestion(string? Phone, string? AccountNumber, string? Extension);
