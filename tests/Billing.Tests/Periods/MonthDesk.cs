using Zhkh.Testing;

namespace Zhkh.Billing.Tests;

/// <summary>A month as the host drives it: begun by a person, worked off batch by batch, closed by a person.</summary>
internal static class MonthDesk
{
    public static readonly DateOnly October = new(2026, 10, 1);
    public static readonly DateOnly November = new(2026, 11, 1);

    public static async Task<MonthOutcome> BeginAsync(
        this Town town, DateOnly month, string organisation = "privolsk", int batch = 2000)
    {
        await using var unit = await town.AsWebAsync(organisation);
        unit.Get<MonthRuns>().BatchAccounts = batch;
        var outcome = await unit.Get<MonthRuns>().BeginAsync(organisation, month, "billing", default);
        await unit.CommitAsync();
        return outcome;
    }

    public static async Task<bool> StepAsync(this Town town)
    {
        await using var unit = await town.AsSystemAsync();
        var worked = await unit.Get<MonthRunClock>().StepAsync(default);
        await unit.CommitAsync();
        return worked;
    }

    public static async Task<MonthRow> RunAsync(
        this Town town, DateOnly month, string organisation = "privolsk", int batch = 2000)
    {
        var begun = await town.BeginAsync(month, organisation, batch);
        Assert.Equal(MonthVerdict.Accepted, begun.Verdict);
        while (await town.StepAsync())
        {
        }

        return await town.MonthAsync(month, organisation);
    }

    public static async Task<MonthRow> MonthAsync(this Town town, DateOnly month, string organisation = "privolsk")
    {
        await using var unit = await town.AsWebAsync(organisation);
        return await unit.Get<MonthBoard>().GetAsync(organisation, month, default)
            ?? throw new InvalidOperationException($"No month {month:O}");
    }

    public static async Task<MonthOutcome> CloseAsync(
        this Town town, DateOnly month, string organisation = "privolsk")
    {
        await using var unit = await town.AsWebAsync(organisation);
        var outcome = await unit.Get<PeriodClose>().CloseAsync(organisation, month, "billing", default);
        await unit.CommitAsync();
        return outcome;
    }

    public static async Task<PostingOutcome> PayAsync(
        this Town town, string number, long minor, DateOnly? on = null, string? key = null)
    {
        var account = await town.AccountIdAsync(number);
        await using var unit = await town.AsSystemAsync();
        var amount = new Money(minor, "RUB");
        var outcome = await unit.Get<Ledger>().PostAsync(new PostingRequest("privolsk", PostingKind.Payment, on,
            "оплата", key ?? Guid.NewGuid().ToString(), "bank",
            [EntryLine.Resident(account, Service.Maintenance, -amount), EntryLine.Of(Book.Bank, amount)]), default);
        await unit.CommitAsync();
        return outcome;
    }

    public static async Task<IReadOnlyList<ChargeRow>> ChargesAsync(
        this Town town, string number, DateOnly month, string language = "ru")
    {
        await using var unit = await town.AsSystemAsync();
        return await unit.Get<ChargeBoard>().OfAsync(number, month, language, default);
    }

    public static async Task<RecalculationOutcome> RecalculateAsync(
        this Town town, string number, DateOnly month, string key)
    {
        await using var unit = await town.AsWebAsync("privolsk");
        var outcome = await unit.Get<Recalculation>().RunAsync(number, month, "проверка", key, "billing", default);
        await unit.CommitAsync();
        return outcome;
    }

    public static async Task CleanAsync(this Town town)
    {
        await using var unit = await town.AsSystemAsync();
        var report = await unit.Get<LedgerCheck>().RunAsync(default);
        Assert.True(report.IsClean, report.ToString());
        Assert.Equal(0, await town.Database.ScalarAsync<long>("""
            select count(*) from (select p.organisation, date_trunc('month', p.effective_on)
                from billing.postings p join billing.entries e on e.posting_id = p.id
                group by 1, 2 having sum(e.amount_minor) <> 0) as uneven
            """));
    }

    /// <summary>Everything the ledger says of charges and late fees, as one fingerprint.</summary>
    public static Task<string> PrintAsync(this Town town) => town.Database.ScalarAsync<string>("""
        select md5(string_agg(t, '|' order by t)) from (
            select p.idempotency_key || e.book || coalesce(e.service, '') || e.amount_minor || p.effective_on as t
            from billing.postings p join billing.entries e on e.posting_id = p.id
            union all select c.account_id || c.service || c.month || c.quantity || c.amount_minor || c.open_estimate
            from billing.charges c) as rows
        """);

    public static Task<long> CountAsync(this Town town, string table) =>
        town.Database.ScalarAsync<long>($"select count(*) from billing.{table}");
}
