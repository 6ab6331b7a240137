namespace Zhkh.Billing.Tests;

public sealed class DebtHistoryTests
{
    private static readonly Guid Account = Guid.NewGuid();

    [Fact]
    public void A_recalculation_that_takes_off_leaves_the_rest_as_old_as_it_was()
    {
        var overdue = DebtHistory.Of(
        [
            Charge("charge", "2026-03", "2026-03-31", 1000),
            Charge("charge", "2026-03", "2026-06-10", -1000, reverses: true),
            Charge("recalculation", "2026-03", "2026-06-10", 900),
        ], []);
        Assert.Equal([new Due(Month("2026-03"), Month("2026-03"), 900)], overdue.Dues);
    }

    [Fact]
    public void What_a_recalculation_adds_is_due_with_the_bill_it_came_on()
    {
        var overdue = DebtHistory.Of(
        [
            Charge("charge", "2026-03", "2026-03-31", 1000),
            Charge("charge", "2026-03", "2026-06-10", -1000, reverses: true),
            Charge("recalculation", "2026-03", "2026-06-10", 1300),
        ], []);
        Assert.Equal(
        [
            new Due(Month("2026-03"), Month("2026-03"), 1000), new Due(Month("2026-03"), Month("2026-06"), 300),
        ], overdue.Dues);
    }

    [Fact]
    public void A_payment_that_was_taken_back_never_came()
    {
        var payment = Guid.NewGuid();
        var overdue = DebtHistory.Of(
        [
            new Moved(Account, payment, "payment", Month("2026-03"), Bills.Day("2026-03-12"),
                Bills.Day("2026-03-12"), false, -500),
            new Moved(Account, payment, "payment", Month("2026-03"), Bills.Day("2026-04-01"),
                Bills.Day("2026-03-12"), true, 500),
            new Moved(Account, Guid.NewGuid(), "payment", Month("2026-03"), Bills.Day("2026-03-20"),
                Bills.Day("2026-03-20"), false, -200),
        ], []);
        Assert.Equal([new Receipt(Bills.Day("2026-03-20"), 200)], overdue.Receipts);
    }

    private static Moved Charge(string kind, string month, string on, long minor, bool reverses = false) => new(
        Account, Guid.NewGuid(), kind, Month(month), Bills.Day(on), Bills.Day(on), reverses, minor);

    private static DateOnly Month(string month) => Bills.Day(month + "-01");
}
