using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>Which accounts a payment may be for: by the address, the payer, the beginning of the number.</summary>
internal sealed class AccountSuggestions(BillingDb db)
{
    public const int SuggestionsMax = 5;
    private const int NumberPrefixDigits = 6;

    // What a bank prints around the names of streets, folded as SearchText folds it.
    private static readonly HashSet<string> AddressWords = new(StringComparer.Ordinal)
    {
        "г", "гор", "город", "м", "місто", "ул", "улица", "вул", "вулиця", "пр", "просп", "проспект", "пер",
        "переулок", "провулок", "б", "бульвар", "пл", "площадь", "площа", "д", "дом", "буд", "будинок", "кв",
        "квартира", "корп", "корпус", "стр", "обл", "область", "рн", "район", "р", "н", "с", "село", "пос", "смт",
    };

    private readonly AccountSearch _search = new(db);
    private IReadOnlySet<string>? _cities;

    public async Task<IReadOnlyList<AccountSuggestion>> ForAsync(
        string organisation, string? number, string? payer, string? address, CancellationToken cancel)
    {
        var found = new List<AccountSuggestion>();
        await AddAsync(found, organisation, await StreetOfAsync(organisation, address, cancel), SuggestedBy.Address,
            cancel);
        await AddAsync(found, organisation, payer, SuggestedBy.Payer, cancel);
        if (number is { Length: > NumberPrefixDigits } && number.All(char.IsAsciiDigit))
        {
            await AddAsync(found, organisation, number[..NumberPrefixDigits], SuggestedBy.Number, cancel);
        }

        return [.. found.Take(SuggestionsMax)];
    }

    private async Task AddAsync(
        List<AccountSuggestion> found, string organisation, string? typed, SuggestedBy why, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(typed) || found.Count >= SuggestionsMax)
        {
            return;
        }

        var accounts = await _search.FindAsync(typed, cancel);
        found.AddRange(accounts
            .Where(a => a.Organisation == organisation && found.All(f => f.AccountNumber != a.Number))
            .Select(a => new AccountSuggestion(a.Number, a.Address, why)));
    }

    /// <summary>«г. Привольск, ул. Гагарина, д. 14, кв. 30» → «гагарина 14 30».</summary>
    private async Task<string?> StreetOfAsync(string organisation, string? address, CancellationToken cancel)
    {
        if (address is null)
        {
            return null;
        }

        _cities ??= (await db.Houses.Where(h => h.Organisation == organisation).Select(h => h.City).Distinct()
            .ToListAsync(cancel)).SelectMany(SearchText.Tokens).ToHashSet(StringComparer.Ordinal);
        var words = SearchText.Tokens(address).Where(w => !AddressWords.Contains(w) && !_cities.Contains(w)).ToList();
        return words.Exists(w => !char.IsAsciiDigit(w[0])) ? string.Join(' ', words) : null;
    }
}
