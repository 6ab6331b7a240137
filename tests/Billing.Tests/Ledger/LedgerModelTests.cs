using FsCheck;
using FsCheck.Fluent;
using Zhkh.Testing;

namespace Zhkh.Billing.Tests;

/// <summary>Random acts against the real ledger and against a model of three dictionaries.</summary>
public sealed class LedgerModelTests(Town town) : IClassFixture<Town>
{
    private static readonly string[] Accounts = ["4410020", "4410021", "4410022"];
    private static readonly Service[] Services = [Service.ColdWater, Service.Maintenance];

    /// <summary>The long run of the test script asks for more.</summary>
    private static int Sequences =>
        Environment.GetEnvironmentVariable("ZHKH_TEST_LONG") == "1" ? 2_500 : 25;

    [Fact]
    public async Task Ledger_agrees_with_the_model_after_every_act()
    {
        var acts = ActGen.ArrayOf(40);
        var samples = acts.Sample(Sequences, Sequences);
        Assert.Equal(Sequences, samples.Count());
        foreach (var sequence in samples)
        {
            await RunAsync(sequence);
        }
    }

    private static Gen<Act> ActGen =>
        from kind in Gen.Choose(0, 9)
        from account in Gen.Choose(0, 2)
        from other in Gen.Choose(0, 2)
        from minor in Gen.Choose(-1_000_000, 1_000_000)
        from which in Gen.Choose(0, 1_000)
        select new Act(kind, account, other, minor, which);

    private async Task RunAsync(Act[] acts)
    {
        var model = new Model();
        await using var unit = await town.AsSystemAsync();
        var ids = new List<Guid>();
        foreach (var account in Accounts)
        {
            ids.Add(await town.AccountIdAsync(account));
            model.Know(ids[^1], account);
            foreach (var balance in await BalancesAsync(unit, account))
            {
                model.Balances[(account, balance.Service)] = balance.Balance;
            }
        }

        foreach (var act in acts)
        {
            await DoAsync(unit, model, ids, act);
        }

        foreach (var account in Accounts)
        {
            var kept = (await BalancesAsync(unit, account)).ToDictionary(b => b.Service, b => b.Balance);
            Assert.All(Services, s => Assert.Equal(
                model.Balances.GetValueOrDefault((account, s)), kept.GetValueOrDefault(s)));
        }

        Assert.Empty(await unit.Get<LedgerCheck>().DifferencesAsync(default));
        await unit.CommitAsync();
    }

    private static async Task DoAsync(UnitOfWork unit, Model model, List<Guid> ids, Act act)
    {
        var ledger = unit.Get<Ledger>();
        switch (act.Kind)
        {
            case < 5:
                await PostAsync(ledger, model, Request(ids, act, model.Posted.Count));
                break;
            case 5 when model.Posted.Count > 0:
            {
                var (request, _) = model.Posted[act.Which % model.Posted.Count];
                Assert.Equal(PostingVerdict.Repeated, (await ledger.PostAsync(request, default)).Verdict);
                var changed = request with { Reason = "другое" };
                Assert.Equal(PostingVerdict.KeyReused, (await ledger.PostAsync(changed, default)).Verdict);
                break;
            }

            case 6 when act.Minor != 0:
            {
                var good = Request(ids, act, model.Posted.Count);
                var bad = good with { Lines = [.. good.Lines.Skip(1)] };
                Assert.Equal(PostingVerdict.Unbalanced, (await ledger.PostAsync(bad, default)).Verdict);
                break;
            }

            case > 6 when model.Posted.Count > 0:
            {
                var (request, id) = model.Posted[act.Which % model.Posted.Count];
                var expected = model.Reversed.Add(id) ? PostingVerdict.Posted : PostingVerdict.AlreadyReversed;
                var key = $"{request.Key}:r{model.Acts++}";
                var outcome = await ledger.ReverseAsync(id, "сторно", key, "model", default);
                Assert.Equal(expected, outcome.Verdict);
                if (expected == PostingVerdict.Posted)
                {
                    model.Apply(request, -1);
                }

                break;
            }
        }
    }

    private static async Task PostAsync(Ledger ledger, Model model, PostingRequest request)
    {
        var outcome = await ledger.PostAsync(request, default);
        if (request.Lines.Any(l => l.Amount.Minor == 0))
        {
            Assert.Equal(PostingVerdict.Unbalanced, outcome.Verdict);
            return;
        }

        Assert.Equal(PostingVerdict.Posted, outcome.Verdict);
        model.Posted.Add((request, outcome.Receipt?.Id ?? throw new InvalidOperationException("No receipt")));
        model.Apply(request, 1);
    }

    /// <summary>A payment, a charge, or a transfer from one account's service to another's.</summary>
    private static PostingRequest Request(List<Guid> ids, Act act, int number)
    {
        var minor = new Money(act.Minor, "RUB");
        var first = EntryLine.Resident(ids[act.Account], Services[act.Which % 2], minor);
        var second = act.Which % 3 == 0
            ? EntryLine.Resident(ids[act.Other], Services[(act.Which + 1) % 2], -minor)
            : EntryLine.Of(act.Minor < 0 ? Book.Bank : Book.Income, -minor);
        return new PostingRequest("privolsk", act.Minor < 0 ? PostingKind.Payment : PostingKind.Charge, null,
            $"акт {number}", Guid.NewGuid().ToString(), "model", [first, second]);
    }

    private static async Task<IReadOnlyList<ServiceBalance>> BalancesAsync(UnitOfWork unit, string account) =>
        (await unit.Get<Zhkh.Billing.Accounts>().CardAsync(account, default))?.Services ?? [];

    private sealed record Act(int Kind, int Account, int Other, int Minor, int Which);

    private sealed class Model
    {
        public int Acts { get; set; }

        public Dictionary<(string Account, Service Service), long> Balances { get; } = [];

        public List<(PostingRequest Request, Guid Id)> Posted { get; } = [];

        public HashSet<Guid> Reversed { get; } = [];

        private readonly Dictionary<Guid, string> _numbers = [];

        public void Apply(PostingRequest request, int sign)
        {
            foreach (var line in request.Lines)
            {
                if (line is { AccountId: { } id, Service: { } service })
                {
                    var key = (Number(id), service);
                    Balances[key] = Balances.GetValueOrDefault(key) + (sign * line.Amount.Minor);
                }
            }
        }

        public void Know(Guid id, string number) => _numbers[id] = number;

        private string Number(Guid id) => _numbers[id];
    }
}
