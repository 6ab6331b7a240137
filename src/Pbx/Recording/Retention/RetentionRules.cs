using System.Data.Common;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Recording;

/// <summary>What a class may be kept: the bounds and what they rest on.</summary>
public sealed record RetentionLimit(
    string Organisation, string Class, int MonthsMin, int MonthsDefault, int MonthsMax, string Source);

/// <summary>A decision of an organisation.</summary>
/// <param name="ValidFrom">The first day; a later row of the same class ends it.</param>
public sealed record RetentionRule(
    Guid Id, string Organisation, string Class, int Months, string Source, DateOnly ValidFrom, DateTimeOffset SetAt,
    string SetBy);

/// <summary>The term that holds now for what is recorded now.</summary>
public sealed record RetentionTerm(string Organisation, string Class, int Months, string Source);

/// <summary>Rules of retention inside the host's transaction; row guards keep the asker at home.</summary>
public sealed class RetentionRules(DbTransaction transaction, TimeProvider time)
{
    public const int RulesMax = 1000;

    /// <summary>Bounds by organisation and class.</summary>
    public async Task<IReadOnlyList<RetentionLimit>> LimitsAsync(CancellationToken cancel)
    {
        await using var command = transaction.Command("""
            select p.organisation, l.class, l.months_min, l.months_default, l.months_max, l.source
            from pbx.dial_profiles p join pbx.retention_limits l on l.jurisdiction = p.jurisdiction
            order by p.organisation, l.class
            """);
        return await command.ReadAsync(
            row => new RetentionLimit(
                row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4),
                row.GetString(5)),
            cancel);
    }

    /// <summary>What is kept how long, for a recording made today.</summary>
    public async Task<IReadOnlyList<RetentionTerm>> TermsAsync(CancellationToken cancel)
    {
        await using var command = transaction.Command("""
            select organisation, class, months, source from pbx.retention_terms($1)
            where from_on <= $1 and to_on > $1 order by organisation, class
            """, time.DayOf());
        return await command.ReadAsync(
            row => new RetentionTerm(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3)), cancel);
    }

    /// <summary>All decisions, the newest first.</summary>
    public async Task<IReadOnlyList<RetentionRule>> RulesAsync(CancellationToken cancel)
    {
        await using var command = transaction.Command($"""
            select id, organisation, class, months, source, valid_from, set_at, set_by from pbx.retention_rules
            order by valid_from desc, set_at desc, id limit {RulesMax}
            """);
        return await command.ReadAsync(
            row => new RetentionRule(
                row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetString(4),
                row.GetFieldValue<DateOnly>(5), row.GetFieldValue<DateTimeOffset>(6), row.GetString(7)),
            cancel);
    }

    /// <summary>Adds a decision. It begins today or later: what was promised yesterday is not rewritten.</summary>
    public async Task<RetentionVerdict> SetAsync(RetentionRule rule, CancellationToken cancel)
    {
        var limit = (await LimitsAsync(cancel))
            .FirstOrDefault(l => l.Organisation == rule.Organisation && l.Class == rule.Class);
        if (RecordingClasses.Find(rule.Class) is null || limit is null)
        {
            return new RetentionVerdict.UnknownClass();
        }

        if (rule.Months < limit.MonthsMin || rule.Months > limit.MonthsMax)
        {
            return new RetentionVerdict.OutOfBounds(limit);
        }

        if (rule.ValidFrom < time.DayOf())
        {
            return new RetentionVerdict.InThePast();
        }

        return await transaction.RunAsync("""
            insert into pbx.retention_rules (id, organisation, class, months, source, valid_from, set_at, set_by)
            values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (organisation, class, valid_from) do nothing
            """, cancel, rule.Id, rule.Organisation, rule.Class, rule.Months, rule.Source, rule.ValidFrom, rule.SetAt,
            rule.SetBy) == 1
            ? new RetentionVerdict.Set()
            : new RetentionVerdict.DayTaken();
    }
}

/// <summary>Whether a decision was taken down.</summary>
public abstract record RetentionVerdict
{
    private RetentionVerdict()
    {
    }

    public sealed record Set : RetentionVerdict;

    public sealed record UnknownClass : RetentionVerdict;

    /// <summary>Shorter than the law asks, or longer than is needed.</summary>
    public sealed record OutOfBounds(RetentionLimit Limit) : RetentionVerdict;

    public sealed record InThePast : RetentionVerdict;

    /// <summary>Another decision for this class begins on the same day.</summary>
    public sealed record DayTaken : RetentionVerdict;
}
