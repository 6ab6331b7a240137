using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>
/// Completes what the editor sent from the account, the call or the callback it names, each only as far as the person
/// may see it.
/// </summary>
internal sealed class TicketIntake(
    Accounts accounts, CallBoard calls, CallbackBoard callbacks, CardDesk cards, DatabaseSession session)
{
    /// <summary>Null when something it names does not exist for this person.</summary>
    public async Task<TicketOpening?> PrepareAsync(
        TicketRequest request, SignedIn person, string key, string asked, CancellationToken cancel)
    {
        var account = request.AccountNumber is { Length: > 0 } number ? await accounts.CardAsync(number, cancel) : null;
        var call = request.CallId is { } callId ? await CallAsync(callId, person, cancel) : null;
        var callback = request.CallbackId is { } id ? await callbacks.GetAsync(id, cancel) : null;
        if ((request.AccountNumber is { Length: > 0 } && account is null)
            || (request.CallId is not null && call is null)
            || (request.CallbackId is not null && callback is null))
        {
            return null;
        }

        var organisation = account?.Organisation ?? call?.Organisation ?? callback?.Organisation
            ?? request.Organisation ?? person.Organisations[0];
        return !person.Organisations.Contains(organisation) ? null : new TicketOpening(
            organisation, request.Text ?? "", person.Name, key, request.Category, request.Priority, account?.Number,
            request.Address ?? account?.Address,
            PhoneNumber.TryParse(request.Phone)?.E164 ?? call?.Phone ?? callback?.Phone,
            request.Person ?? account?.Person?.Name, request.CallId, request.CallbackId, request.Number,
            asked, person.Login);
    }

    /// <summary>The caller's card gains the ticket once it is saved.</summary>
    public void ShowOnCard(Guid? callId)
    {
        if (callId is { } id)
        {
            session.AfterCommit(() => cards.Refresh(id, CancellationToken.None));
        }
    }

    private async Task<(string Organisation, string? Phone)?> CallAsync(
        Guid id, SignedIn person, CancellationToken cancel)
    {
        // The card knows the call before its row is in the database, and keeps knowing it while the database is away.
        if (cards.Find(id) is { } card && person.Organisations.Contains(card.Organisation))
        {
            return (card.Organisation, card.Phone);
        }

        return await calls.GetAsync(id, cancel) is { } row ? (row.Organisation, row.Phone) : null;
    }
}
