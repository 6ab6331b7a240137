using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>Keeps the searchable words of accounts in step with the registry.</summary>
public sealed class AccountWords(BillingDb db)
{
    /// <summary>The words of one account. Pure.</summary>
    internal static IEnumerable<AccountWord> Of(
        Account account, House house, Premise premise, IEnumerable<Person> people)
    {
        var street = SearchText.Tokens(house.Street).Select(w => (Word: w, Kind: AccountWordKind.Street));
        var names = people
            .SelectMany(p => SearchText.Tokens($"{p.Surname} {p.GivenName} {p.Patronymic}"))
            .Select(w => (Word: w, Kind: AccountWordKind.Name));
        return street.Concat(names).Distinct().Select(w => new AccountWord
        {
            AccountId = account.Id,
            Word = w.Word,
            Kind = w.Kind,
            House = SearchText.Number(house.Number),
            Flat = SearchText.Number(premise.Flat),
            Organisation = account.Organisation,
        });
    }

    /// <summary>Rewrites the words of an account after its address or its people changed.</summary>
    public async Task RefreshAsync(Guid accountId, CancellationToken cancel)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == accountId, cancel);
        var premise = await db.Premises.SingleAsync(p => p.Id == account.PremiseId, cancel);
        var house = await db.Houses.SingleAsync(h => h.Id == premise.HouseId, cancel);
        var people = await db.People
            .Where(p => db.Occupancies.Any(o => o.PersonId == p.Id && o.PremiseId == premise.Id && o.Until == null))
            .ToListAsync(cancel);
        await db.AccountWords.Where(w => w.AccountId == accountId).ExecuteDeleteAsync(cancel);
        db.AccountWords.AddRange(Of(account, house, premise, people));
        await db.SaveChangesAsync(cancel);
    }
}
