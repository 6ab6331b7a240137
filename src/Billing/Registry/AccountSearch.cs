using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Zhkh.Billing;

/// <summary>
/// The console's search box: account number, phone, name, or initials of street + house + flat («гаг 14 30»).
/// Every question is a prefix on a B-tree; nothing scans.
/// </summary>
public sealed class AccountSearch(BillingDb db)
{
    public const int ResultsMax = 20;
    private const int NumberPrefixMin = 4;

    /// <summary>Whoever types only «Татьяна» gets some of them, at once.</summary>
    private const int CandidatesMax = 500;

    /// <summary>Sorts after every continuation of a prefix, byte by byte in UTF-8.</summary>
    private const string LastCharacter = "\U0010FFFF";

    public async Task<IReadOnlyList<AccountFound>> FindAsync(string typed, CancellationToken cancel)
    {
        if (PhoneNumber.TryParse(typed) is { } phone)
        {
            var byPhone = await RowsAsync(
                "a.id in (select account_id from billing.person_phones where phone = @phone)",
                [new("phone", phone.E164)], cancel);
            if (byPhone.Count > 0)
            {
                return byPhone;
            }
        }

        var digits = string.Concat(typed.Where(c => !char.IsWhiteSpace(c) && c != '-'));
        if (digits.Length >= NumberPrefixMin && digits.All(char.IsAsciiDigit))
        {
            return await RowsAsync(Prefix("a.number", "n"), PrefixOf("n", digits), cancel);
        }

        var text = SearchText.Parse(typed);
        return text.Words.Count + text.Numbers.Count == 0 ? [] : await ByWordsAsync(text, cancel);
    }

    private async Task<IReadOnlyList<AccountFound>> ByWordsAsync(SearchText text, CancellationToken cancel)
    {
        var parameters = new List<NpgsqlParameter>();
        var conditions = new List<string>();
        // The longest word leads: it names the fewest accounts. The others are looked up account by account; with
        // EXISTS the planner may read the whole table to hash it.
        foreach (var (index, word) in text.Words.OrderByDescending(w => w.Length).Index())
        {
            parameters.AddRange(PrefixOf($"w{index}", word));
            conditions.Add(index == 0 ? Prefix("w.word", "w0") : $"""
                (select true from billing.account_words v
                    where v.account_id = w.account_id and {Prefix("v.word", $"w{index}")} limit 1)
                """);
        }

        foreach (var (index, number) in text.Numbers.Take(2).Index())
        {
            var column = index == 0 ? "house" : "flat";
            parameters.Add(new(column, number));
            conditions.Add($"w.{column} = @{column}");
        }

        if (text.Words.Count == 0)
        {
            conditions.Add("w.kind = 'street'");
        }

        return await RowsAsync($"""
            a.id in (select w.account_id from billing.account_words w
                where {string.Join(" and ", conditions)} limit {CandidatesMax})
            """, parameters, cancel);
    }

    /// <summary>
    /// «Begins with», said so that a row guard lets the index answer it: LIKE is not leakproof to PostgreSQL, these
    /// operators of text_pattern_ops are.
    /// </summary>
    private static string Prefix(string column, string name) =>
        $"{column} ~>=~ @{name} and {column} ~<~ @{name}_end";

    private static NpgsqlParameter[] PrefixOf(string name, string prefix) =>
        [new(name, prefix), new($"{name}_end", prefix + LastCharacter)];

    private async Task<IReadOnlyList<AccountFound>> RowsAsync(
        string where, IEnumerable<NpgsqlParameter> parameters, CancellationToken cancel)
    {
        // The text of the query is ours; everything typed travels as a parameter.
        var sql = $"""
            select a.number as "Number", a.organisation as "Organisation", h.city as "City", h.street as "Street",
                h.number as "House", p.flat as "Flat",
                (select concat_ws(' ', n.surname, n.given_name, n.patronymic)
                 from billing.occupancies o join billing.people n on n.id = o.person_id
                 where o.premise_id = p.id and o.until is null
                 order by array_position(array['owner', 'tenant', 'resident'], o.kind), n.id limit 1) as "Person"
            from billing.accounts a
            join billing.premises p on p.id = a.premise_id
            join billing.houses h on h.id = p.house_id
            where {where}
            order by h.street, h.number, length(p.flat), p.flat, a.number limit {ResultsMax}
            """;
        return await db.Database.SqlQueryRaw<AccountFound>(sql, [.. parameters]).ToListAsync(cancel);
    }
}
