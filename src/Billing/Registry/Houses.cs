using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Zhkh.Billing;

/// <summary>Houses for people who name them («гаг 8-20») and for whatever happens to a whole house.</summary>
public sealed partial class Houses(BillingDb db)
{
    public const int FoundMax = 200;

    /// <summary>The address of a house as everything about it says it.</summary>
    private const string Columns = """
        h.id as "Id", h.organisation as "Organisation", h.street || ', ' || h.number as "Address",
        (select count(*)::int from billing.premises p join billing.accounts a on a.premise_id = p.id
         where p.house_id = h.id and a.closed_on is null) as "Accounts"
        """;

    /// <summary>Beginnings of the street's words, a house number or a range of them; nothing typed is every house.</summary>
    public async Task<IReadOnlyList<HouseFound>> FindAsync(
        string typed, string? organisation, CancellationToken cancel)
    {
        var parameters = new List<NpgsqlParameter>();
        var conditions = new List<string> { "true" };
        void Say(string condition, params NpgsqlParameter[] values)
        {
            conditions.Add(condition);
            parameters.AddRange(values);
        }

        if (organisation is not null)
        {
            Say("h.organisation = @organisation", new NpgsqlParameter("organisation", organisation));
        }

        foreach (var (i, word) in typed.ToLowerInvariant().Split([' ', ',', ';'], SplitOptions).Index())
        {
            if (Range().Match(word) is { Success: true } range)
            {
                Say($"substring(h.number from '^[0-9]+')::int between @from{i} and @to{i}",
                    new NpgsqlParameter($"from{i}", int.Parse(range.Groups[1].ValueSpan)),
                    new NpgsqlParameter($"to{i}", int.Parse(range.Groups[2].ValueSpan)));
            }
            else if (char.IsAsciiDigit(word[0]))
            {
                Say($"lower(h.number) = @w{i}", new NpgsqlParameter($"w{i}", word));
            }
            else
            {
                Say($"exists (select from regexp_split_to_table(lower(h.street), '\\s+') as w(word) "
                    + $"where starts_with(w.word, @w{i}))", new NpgsqlParameter($"w{i}", word));
            }
        }

        // The text of the query is ours; everything typed travels as a parameter.
        var sql = $"""
            select {Columns} from billing.houses h where {string.Join(" and ", conditions)}
            order by h.street, substring(h.number from '^[0-9]+')::int nulls last, h.number limit {FoundMax}
            """;
        return await db.Database.SqlQueryRaw<HouseFound>(sql, [.. parameters]).ToListAsync(cancel);
    }

    /// <summary>Those of these houses the asker may see.</summary>
    public async Task<IReadOnlyList<HouseFound>> ByIdsAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancel)
    {
        NpgsqlParameter[] parameters = [new("ids", ids.ToArray())];
        return await db.Database.SqlQueryRaw<HouseFound>(
            $"select {Columns} from billing.houses h where h.id = any (@ids)", [.. parameters]).ToListAsync(cancel);
    }

    /// <summary>The houses of accounts; a number two organisations keep is in the answer twice.</summary>
    public async Task<IReadOnlyList<HouseOfAccount>> OfAccountsAsync(
        IReadOnlyCollection<string> accountNumbers, CancellationToken cancel)
    {
        string[] numbers = [.. accountNumbers];
        return await db.Database.SqlQuery<HouseOfAccount>($"""
            select p.house_id as "HouseId", a.organisation as "Organisation", a.number as "AccountNumber"
            from billing.accounts a join billing.premises p on p.id = a.premise_id
            where a.number = any ({numbers}) and a.closed_on is null
            """).ToListAsync(cancel);
    }

    /// <summary>The numbers of all accounts of a house, closed ones too.</summary>
    public async Task<IReadOnlyList<string>> AccountNumbersAsync(Guid houseId, CancellationToken cancel) =>
        await db.Database.SqlQuery<string>($"""
            select a.number as "Value" from billing.accounts a join billing.premises p on p.id = a.premise_id
            where p.house_id = {houseId}
            """).ToListAsync(cancel);

    private const StringSplitOptions SplitOptions =
        StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    [System.Text.RegularExpressions.GeneratedRegex("^([0-9]{1,5})[-–]([0-9]{1,5})$")]
    private static partial System.Text.RegularExpressions.Regex Range();
}

/// <summary>A house in a search.</summary>
/// <param name="Accounts">Open accounts in it.</param>
public sealed record HouseFound(Guid Id, string Organisation, string Address, int Accounts);

/// <summary>Where an account is.</summary>
public sealed record HouseOfAccount(Guid HouseId, string Organisation, string AccountNumber);
