using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Tests.Ivr;

/// <summary>
/// Every branch of the conversations the robot begins. Nothing of a debt before a key said "it is me".
/// </summary>
public sealed class RobotConversationTests
{
    private const string Debt = """
        {"campaignId":"0198a0e0-0000-7000-8000-000000000001","amountMinor":841260,"currency":"RUB","language":"ru"}
        """;

    private readonly Town _town = new();
    private readonly RobotTalk _talk = new();

    [Fact]
    public async Task The_greeting_is_neutral_and_names_the_end_of_the_account_only()
    {
        var debtor = new ScriptedDebtor();
        await RunAsync(debtor, c => c.Debt(Debt, _talk));
        Assert.Equal(TimeSpan.FromMilliseconds(300), Assert.Single(debtor.Pauses));
        Assert.StartsWith(
            "db.hello org/privolsk db.hello.2 number/6 number/0 number/3 number/0 db.hello.3", debtor.Transcript,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", Disposition.Confirmed)]
    [InlineData("21", Disposition.Confirmed)]
    [InlineData("2", Disposition.Refused)]
    [InlineData("3", Disposition.WrongPerson)]
    [InlineData("9", Disposition.OptOut)]
    [InlineData("0", Disposition.TransferredToOperator)]
    [InlineData("", Disposition.Machine)]
    public async Task The_first_key_says_who_is_there(string keys, Disposition expected)
    {
        var debtor = new ScriptedDebtor().On("db.hello.3", keys);
        await RunAsync(debtor, c => c.Debt(Debt, _talk));
        Assert.Equal(expected, _talk.Disposition);
        Assert.Equal(expected == Disposition.Confirmed, debtor.Heard.Contains("db.total"));
        Assert.Equal(expected == Disposition.TransferredToOperator, _town.Joined.Count == 1);
    }

    [Fact]
    public async Task The_owner_hears_the_sum_in_words_and_the_day()
    {
        var debtor = new ScriptedDebtor().On("db.hello.3", "1");
        await RunAsync(debtor, c => c.Debt(Debt, _talk));
        Assert.Contains(
            "db.total number/8 unit/thousand.many number/400 number/12 unit/ruble.many number/60 unit/kopeck.many "
            + "db.sum.3 number/1.day_gen month/12.gen", debtor.Transcript, StringComparison.Ordinal);
        Assert.Equal(Disposition.Confirmed, _talk.Disposition);
    }

    [Fact]
    public async Task A_Ukrainian_debtor_hears_hryvnias()
    {
        var debtor = new ScriptedDebtor("5506184", Language.Ukrainian).On("db.hello.3", "1");
        await RunAsync(debtor, c => c.Debt(
            Debt.Replace("RUB", "UAH", StringComparison.Ordinal).Replace("\"ru\"", "\"uk\"", StringComparison.Ordinal),
            _talk));
        Assert.Contains("unit/hryvnia", debtor.Transcript, StringComparison.Ordinal);
        Assert.Contains("org/khmelnytske", debtor.Heard);
    }

    // 21 November 2026 in Volgograd; a promise holds for thirty days at most.
    [Theory]
    [InlineData("2111", "2026-11-21")]
    [InlineData("0512", "2026-12-05")]
    [InlineData("2112", "2026-12-21")]
    [InlineData("2212", null)]
    [InlineData("2011", null)]
    [InlineData("3002", null)]
    [InlineData("0000", null)]
    [InlineData("1213", null)]
    [InlineData("051", null)]
    public void A_date_typed_as_day_and_month_is_one_of_the_next_thirty_days(string keys, string? expected) =>
        Assert.Equal(
            expected is null ? (DateOnly?)null : DateOnly.ParseExact(expected, "yyyy-MM-dd"),
            PromiseDate.Read(keys, new DateOnly(2026, 11, 21)));

    [Theory]
    [InlineData("2012-02-20", "2902", "2012-02-29")]
    [InlineData("2026-12-20", "1001", "2027-01-10")]
    public void A_promise_may_cross_a_leap_day_and_the_new_year(string today, string keys, string expected) =>
        Assert.Equal(
            DateOnly.ParseExact(expected, "yyyy-MM-dd"),
            PromiseDate.Read(keys, DateOnly.ParseExact(today, "yyyy-MM-dd")));

    [Fact]
    public async Task A_promise_is_repeated_and_confirmed()
    {
        var debtor = new ScriptedDebtor().On("db.hello.3", "1").On("db.choose", "2").On("db.date", "0512")
            .On("db.date.confirm.2", "1");
        await RunAsync(debtor, c => c.Debt(Debt, _talk));
        Assert.Equal(Disposition.PromiseToPay, _talk.Disposition);
        Assert.Equal(new DateOnly(2026, 12, 5), _talk.PromisedOn);
        Assert.Contains("db.date.confirm number/5.day_gen month/12.gen db.date.confirm.2 db.promised",
            debtor.Transcript, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_too_far_is_refused_and_the_next_one_taken()
    {
        var debtor = new ScriptedDebtor().On("db.hello.3", "1").On("db.choose", "2").On("db.date", "0103")
            .On("db.date", "0112").On("db.date.confirm.2", "2").On("db.date", "0212").On("db.date.confirm.2", "1");
        await RunAsync(debtor, c => c.Debt(Debt, _talk));
        Assert.Contains("db.date.bad", debtor.Heard);
        Assert.Equal(new DateOnly(2026, 12, 2), _talk.PromisedOn);
    }

    [Fact]
    public async Task Three_days_that_do_not_fit_lead_to_a_person()
    {
        var debtor = new ScriptedDebtor().On("db.hello.3", "1").On("db.choose", "2").On("db.date", "9999")
            .On("db.date", "9999").On("db.date", "9999");
        await RunAsync(debtor, c => c.Debt(Debt, _talk));
        Assert.Equal(Disposition.TransferredToOperator, _talk.Disposition);
        Assert.Null(_talk.PromisedOn);
        Assert.Equal(["dispatchers"], _town.Joined);
    }

    [Theory]
    [InlineData("4", Disposition.Disputed, "db.disputed")]
    [InlineData("9", Disposition.OptOut, "db.optout")]
    [InlineData("0", Disposition.TransferredToOperator, "transfer")]
    [InlineData("", Disposition.Confirmed, "bye")]
    public async Task The_owner_chooses(string keys, Disposition expected, string said)
    {
        var debtor = new ScriptedDebtor().On("db.hello.3", "1").On("db.choose", keys);
        await RunAsync(debtor, c => c.Debt(Debt, _talk));
        Assert.Equal(expected, _talk.Disposition);
        Assert.Contains(said, debtor.Heard);
    }

    [Fact]
    public async Task A_promise_stays_when_the_debtor_hangs_up_on_the_thanks()
    {
        var debtor = new ScriptedDebtor().On("db.hello.3", "1").On("db.choose", "2").On("db.date", "0512")
            .On("db.date.confirm.2", "1").HangsUpAt("db.promised");
        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(debtor, c => c.Debt(Debt, _talk)));
        Assert.Equal(Disposition.PromiseToPay, _talk.Disposition);
    }

    [Fact]
    public async Task Hanging_up_on_the_greeting_is_hanging_up_early()
    {
        var debtor = new ScriptedDebtor().HangsUpAt("db.hello.2");
        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(debtor, c => c.Debt(Debt, _talk)));
        Assert.Equal(Disposition.HungUpEarly, _talk.Disposition);
    }

    [Fact]
    public async Task A_machine_is_told_to_call_back_and_nothing_else()
    {
        var machine = new ScriptedDebtor { IsMonologue = true };
        await RunAsync(machine, c => c.Debt(Debt, _talk));
        Assert.Equal(Disposition.Machine, _talk.Disposition);
        Assert.True(machine.WaitedForSilence);
        Assert.EndsWith("db.machine org/privolsk.to db.machine.2 number/1 number/0 number/0", machine.Transcript,
            StringComparison.Ordinal);
        Assert.DoesNotContain("db.total", machine.Heard);
    }

    [Fact]
    public async Task A_talkative_person_who_presses_a_key_is_a_person()
    {
        var debtor = new ScriptedDebtor { IsMonologue = true }.On("db.hello.3", "1").On("db.choose", "4");
        await RunAsync(debtor, c => c.Debt(Debt, _talk));
        Assert.Equal(Disposition.Disputed, _talk.Disposition);
        var late = new ScriptedDebtor { IsMonologue = true }.On("db.machine.2", "1").On("db.hello.3", "").On(
            "db.hello.3", "3");
        await RunAsync(late, c => c.Debt(Debt, _talk));
        Assert.Equal(Disposition.WrongPerson, _talk.Disposition);
    }

    [Fact]
    public async Task Nothing_of_the_debt_is_said_whatever_is_pressed_before_the_owner_is_there()
    {
        foreach (var keys in new[] { "", "2", "3", "4", "5", "9", "#", "*", "22", "25", "55555" })
        {
            foreach (var isMonologue in new[] { false, true })
            {
                var somebody = new ScriptedDebtor { IsMonologue = isMonologue }.On("db.hello.3", keys);
                await RunAsync(somebody, c => c.Debt(Debt, new RobotTalk()));
                Assert.DoesNotContain(somebody.Heard, id => id.StartsWith("unit/", StringComparison.Ordinal)
                    || id is "db.total" or "db.sum.3" or "db.choose");
            }
        }
    }

    [Theory]
    [InlineData("5", 5, Disposition.Rated, false)]
    [InlineData("2", 2, Disposition.Rated, true)]
    [InlineData("0", null, Disposition.TransferredToOperator, false)]
    [InlineData("", null, Disposition.Machine, false)]
    public async Task A_poll_takes_a_mark_and_asks_why_it_is_low(
        string keys, int? score, Disposition expected, bool asksWhy)
    {
        var resident = new ScriptedDebtor { Comment = TimeSpan.FromSeconds(4) }.On("sv.ask.3", keys);
        await RunAsync(resident, c => c.Poll("""{"ticketNumber":10201,"language":"ru"}""", _talk));
        Assert.Equal((score, expected, asksWhy), (_talk.Score, _talk.Disposition, _talk.HasComment));
        Assert.Contains("sv.ask.2 number/10 unit/thousand.many number/200 number/1 sv.ask.3", resident.Transcript,
            StringComparison.Ordinal);
        Assert.Equal(asksWhy, resident.Heard.Contains("sv.low"));
    }

    [Fact]
    public async Task Silence_after_the_signal_is_no_comment()
    {
        var resident = new ScriptedDebtor { Comment = TimeSpan.FromMilliseconds(200) }.On("sv.ask.3", "1");
        await RunAsync(resident, c => c.Poll("""{"ticketNumber":1,"language":"ru"}""", _talk));
        Assert.Equal((1, false), (_talk.Score, _talk.HasComment));
    }

    [Theory]
    [InlineData("1", Disposition.Accepted, "cr.accepted")]
    [InlineData("2", Disposition.Declined, "cr.declined")]
    [InlineData("0", Disposition.TransferredToOperator, "transfer")]
    [InlineData("", Disposition.Machine, "cr.ask")]
    public async Task A_crew_takes_its_order_by_key(string keys, Disposition expected, string said)
    {
        var crew = new ScriptedDebtor().On("cr.ask", keys);
        await RunAsync(crew, c => c.Crew("""{"ticketNumber":10201,"language":"ru"}""", _talk));
        Assert.Equal(expected, _talk.Disposition);
        Assert.Contains(said, crew.Heard);
    }

    [Theory]
    [InlineData("hotWater", "", Disposition.Confirmed, true)]
    [InlineData("hotWater", "0", Disposition.TransferredToOperator, true)]
    [InlineData("sauna", "", Disposition.Confirmed, false)]
    public async Task A_resident_hears_that_it_is_back(
        string service, string keys, Disposition expected, bool isNamed)
    {
        var resident = new ScriptedDebtor().On("rs.ask", keys);
        await RunAsync(resident, c => c.Notice($$"""{"service":"{{service}}","language":"ru"}""", _talk));
        Assert.Equal(expected, _talk.Disposition);
        Assert.Equal(isNamed, resident.Heard.Contains("word/service.hot_water"));
    }

    [Fact]
    public async Task A_debtor_whom_no_person_answers_is_promised_a_call_back()
    {
        _town.Ending = WaitEnding.NobodyThere;
        var debtor = new ScriptedDebtor().On("db.hello.3", "0");
        await RunAsync(debtor, c => c.Debt(Debt, _talk));
        Assert.Contains("cb.taken", debtor.Heard);
    }

    private Task RunAsync(IRobotCall call, Func<RobotConversations, Func<IRobotCall, Task>> conversation) =>
        conversation(new RobotConversations(_town, new IvrOptions(), _town.Time, NullLoggerFactory.Instance))(call);
}
