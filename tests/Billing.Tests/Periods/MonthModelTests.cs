using FsCheck;
using FsCheck.Fluent;
using Zhkh.Kernel;

namespace Zhkh.Billing.Tests;

/// <summary>
/// L1 with months: random payments, reversals, runs, closes, recalculations and days that pass, against a model
/// that keeps lists and knows nothing of the database. One service by area, so that a bill is
/// area × price; the late fee is the pure calculator's on the model's own history.
/// </summary>
public sealed class MonthModelTests : IAsyncLifetime
{
    private const int Acts = 25;
    private const decimal Price = 27.50m;
    private static readonly string[] Numbers = ["4410020", "4410021", "4410022"];

    private readonly Town _town = new();

    private static int Sequences => Environment.GetEnvironmentVariable("ZHKH_TEST_LONG") == "1" ? 40 : 2;

    public async ValueTask InitializeAsync()
    {
        await _town.InitializeAsync();
        await _town.Database.ExecuteAsync("""
            insert into billing.unserved (account_id, organisation, service, since, reason)
            select a.id, a.organisation, s, '2019-01-01', 'model' from billing.accounts a,
                unnest(array['coldWater', 'hotWater', 'sewerage']) as s
            where a.organisation = 'privolsk'
            """);
    }

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task Months_agree_with_the_model_after_every_act()
    {
        var model = new Model();
        foreach (var number in Numbers)
        {
            await LearnAsync(model, number);
        }

        var acts =
            from kind in Gen.Frequency((6, Gen.Constant(0)), (2, Gen.Constant(1)), (2, Gen.Constant(2)),
                (2, Gen.Constant(3)), (1, Gen.Constant(4)), (2, Gen.Constant(5)), (2, Gen.Constant(6)))
            from account in Gen.Choose(0, 2)
            from minor in Gen.Choose(1, 400_000)
            from days in Gen.Choose(-70, 0)
            select (kind, account, minor, days);
        foreach (var sequence in acts.ArrayOf(Acts).Sample(Sequences, Sequences))
        {
            foreach (var (kind, account, minor, days) in sequence)
            {
                await DoAsync(model, kind, Numbers[account], minor, days);
                await AgreeAsync(model);
            }

            await _town.CleanAsync();
        }
    }

    private async Task DoAsync(Model model, int kind, string number, int minor, int days)
    {
        var today = DateOnly.FromDateTime(_town.Time.GetUtcNow().UtcDateTime);
        var month = new DateOnly(today.Year, today.Month, 1);
        switch (kind)
        {
            case 0:
                var paid = await _town.PayAsync(number, minor, today.AddDays(days));
                Assert.Equal(PostingVerdict.Posted, paid.Verdict);
                Assert.Equal(model.Open(today.AddDays(days)), paid.Receipt?.EffectiveOn);
                model.Pay(number, paid.Receipt!.Id, paid.Receipt.EffectiveOn, minor);
                break;
            case 1 when model.Payments.Count > 0:
                var (of, id) = model.Payments[minor % model.Payments.Count];
                await using (var unit = await _town.AsSystemAsync())
                {
                    var back = await unit.Get<Ledger>().ReverseAsync(
                        id, "ошибка", Guid.NewGuid().ToString(), "model", default);
                    await unit.CommitAsync();
                    Assert.Equal(model.Back(of, id, back.Receipt!.EffectiveOn)
                        ? PostingVerdict.Posted : PostingVerdict.AlreadyReversed, back.Verdict);
                }

                break;
            case 2:
                if ((await _town.BeginAsync(month)).Verdict == MonthVerdict.Accepted)
                {
                    while (await _town.StepAsync())
                    {
                    }

                    model.Run(month, today);
                }

                break;
            case 3 when model.Runs.Count > 0:
                var asked = model.Runs[minor % model.Runs.Count];
                await MeasureAsync(model, number, minor);
                var outcome = await _town.RecalculateAsync(number, asked, Guid.NewGuid().ToString());
                Assert.Equal(model.Recalculate(number, asked, model.Open(today)), outcome.Difference);
                break;
            case 4 when model.Runs.Count > 0:
                var last = model.Runs[^1];
                Assert.Equal(MonthVerdict.Accepted, (await _town.CloseAsync(last)).Verdict);
                model.Close(last);
                break;
            case 5:
                _town.Time.Advance(TimeSpan.FromDays(minor % 40));
                break;
            case 6:
                await PreviewAsync(model, number, today);
                break;
        }
    }

    private async Task PreviewAsync(Model model, string number, DateOnly on)
    {
        await using var unit = await _town.AsSystemAsync();
        var preview = await unit.Get<Penalties>().PreviewAsync(number, on, default);
        Assert.Equal(model.FeeOf(number, on), preview?.Amount);
    }

    private async Task MeasureAsync(Model model, string number, int minor)
    {
        var area = 30m + (minor % 600 / 10m);
        model.Areas[number] = area;
        await _town.Database.ExecuteAsync(FormattableString.Invariant($"""
            update billing.premises p set area = {area} from billing.accounts a
            where a.premise_id = p.id and a.number = '{number}'
            """));
    }

    private async Task AgreeAsync(Model model)
    {
        await using var unit = await _town.AsSystemAsync();
        foreach (var number in Numbers)
        {
            var card = await unit.Get<Accounts>().CardAsync(number, default);
            Assert.Equal(model.BalanceOf(number), card?.Balance);
            Assert.Equal(model.Fees[number],
                card?.Services.SingleOrDefault(s => s.Service == Service.Penalty)?.Balance ?? 0);
        }
    }

    private async Task LearnAsync(Model model, string number)
    {
        await using var unit = await _town.AsSystemAsync();
        model.Areas[number] = await _town.Database.ScalarAsync<decimal>($"""
            select p.area from billing.premises p join billing.accounts a on a.premise_id = p.id
            where a.number = '{number}'
            """);
        var lines = await unit.Get<AccountLedger>().PostingsOfAsync(number, null, 200, default);
        model.Know(number, [.. lines.GroupBy(l => l.PostingId).Select(g => new Moved(
            Guid.Empty, g.Key, CamelCase.Name(g.First().Kind), Month(g.First().EffectiveOn), g.First().EffectiveOn,
            g.First().EffectiveOn, false, g.Sum(l => l.Amount)))]);
        await using var db = await _town.AsSystemAsync();
        model.Calculator = await db.Get<Penalties>().CalculatorAsync("RU", default);
    }

    private static DateOnly Month(DateOnly day) => new(day.Year, day.Month, 1);

    private sealed class Model
    {
        private readonly Dictionary<string, List<Moved>> _moved = [];
        private readonly Dictionary<(string Number, DateOnly Month), (Guid Id, long Minor, DateOnly On, string Kind)>
            _standing = [];

        private DateOnly _closedThrough;

        public PenaltyCalculator? Calculator { get; set; }

        public Dictionary<string, decimal> Areas { get; } = [];

        public Dictionary<string, long> Fees { get; } = [];

        public List<DateOnly> Runs { get; } = [];

        public List<(string Number, Guid Id)> Payments { get; } = [];

        public void Know(string number, List<Moved> history)
        {
            _moved[number] = history;
            Fees[number] = 0;
        }

        public DateOnly Open(DateOnly day) => day <= _closedThrough ? _closedThrough.AddDays(1) : day;

        public void Close(DateOnly month) => _closedThrough = month.AddMonths(1).AddDays(-1);

        public long BalanceOf(string number) => _moved[number].Sum(m => m.AmountMinor) + Fees[number];

        public long FeeOf(string number, DateOnly on) => Calculator!.Of(
            DebtHistory.Of([.. _moved[number].Where(m => m.EffectiveOn <= on)], []), on).Amount;

        public void Pay(string number, Guid id, DateOnly on, long minor)
        {
            Payments.Add((number, id));
            _moved[number].Add(new Moved(Guid.Empty, id, "payment", Month(on), on, on, false, -minor));
        }

        public bool Back(string number, Guid id, DateOnly on)
        {
            var own = _moved[number].Where(m => m.PostingId == id).ToList();
            if (own.Count > 1)
            {
                return false;
            }

            _moved[number].Add(own[0] with
            {
                EffectiveOn = on, Reverses = true, AmountMinor = -own[0].AmountMinor,
            });
            return true;
        }

        public void Run(DateOnly month, DateOnly today)
        {
            if (Runs.Contains(month))
            {
                return;
            }

            Runs.Add(month);
            var on = month.AddMonths(1).AddDays(-1) < today ? month.AddMonths(1).AddDays(-1) : today;
            foreach (var number in Numbers)
            {
                Charge(number, month, on, "charge", Bill(number));
                Fees[number] = FeeOf(number, on);
            }
        }

        public long Recalculate(string number, DateOnly month, DateOnly on)
        {
            var months = Runs.Where(r => r >= month).ToList();
            if (months.All(m => _standing[(number, m)].Minor == Bill(number)))
            {
                return 0;
            }

            var difference = 0L;
            foreach (var one in months)
            {
                var old = _standing[(number, one)];
                difference += Bill(number) - old.Minor;
                _moved[number].Add(new Moved(
                    Guid.Empty, old.Id, old.Kind, one, on, old.On, true, -old.Minor));
                Charge(number, one, on, "recalculation", Bill(number));
            }

            return difference;
        }

        private long Bill(string number) =>
            (long)decimal.Round(Areas[number] * Price * 100, MidpointRounding.AwayFromZero);

        private void Charge(string number, DateOnly month, DateOnly on, string kind, long minor)
        {
            var id = Guid.NewGuid();
            _standing[(number, month)] = (id, minor, on, kind);
            _moved[number].Add(new Moved(Guid.Empty, id, kind, month, on, on, false, minor));
        }
    }
}
