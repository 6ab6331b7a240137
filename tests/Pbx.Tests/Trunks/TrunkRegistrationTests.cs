using System.Collections.Concurrent;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Trunks;

/// <summary>We register at operators of every temper; the clock is in the test's hand.</summary>
public sealed class TrunkRegistrationTests
{
    private const string Password = TrunkTown.Password;

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA-256")]
    public async Task Registers_with_a_login_and_again_before_the_end(string algorithm)
    {
        using var registrar = new ScriptedOperator("127.0.70.1", m => m["Authorization"].Length == 0
            ? ScriptedOperator.Challenge(m, "n1", algorithm: algorithm)
            : ScriptedOperator.Knows(m, "0332750", Password, "n1", algorithm != "MD5")
                ? ScriptedOperator.Registered(m, 60) : ScriptedOperator.Response(m, 403));
        await using var town = await TrunkTown.StartAsync(registrar, keepAlive: 0);
        await town.UntilAsync(TrunkCondition.Registered);
        var first = registrar.Of("REGISTER");
        Assert.Equal(2, first.Count);
        Assert.Equal(first[0]["Call-ID"], first[1]["Call-ID"]);
        Assert.Contains("0332750@", first[0]["Contact"], StringComparison.Ordinal);
        var gone = await town.AdvanceAsync(() => registrar.Of("REGISTER").Count >= 4);
        Assert.InRange(gone.TotalSeconds, 40, 60);
        await town.UntilAsync(TrunkCondition.Registered);
    }

    [Fact]
    public async Task A_stale_nonce_is_answered_once_more_and_an_endless_challenge_is_not()
    {
        using var stale = new ScriptedOperator("127.0.70.2", m =>
            ScriptedOperator.Knows(m, "0332750", Password, "fresh") ? ScriptedOperator.Registered(m, 300)
            : m["Authorization"].Length == 0 ? ScriptedOperator.Challenge(m, "old")
            : ScriptedOperator.Challenge(m, "fresh", ", stale=true"));
        await using (var town = await TrunkTown.StartAsync(stale))
        {
            await town.UntilAsync(TrunkCondition.Registered);
            Assert.Equal(3, stale.Of("REGISTER").Count);
        }

        using var endless = new ScriptedOperator("127.0.70.3", m => ScriptedOperator.Challenge(m, "n"));
        await using var poor = await TrunkTown.StartAsync(endless);
        await poor.UntilAsync(TrunkCondition.Failing);
        Assert.Equal(2, endless.Of("REGISTER").Count);
        Assert.Equal((401, TrunkHint.WrongLogin), (poor.Line.State.Status, poor.Line.State.Hint));
        Assert.False(poor.Line.IsUsable);
    }

    [Fact]
    public async Task A_turn_that_breaks_is_not_the_last_one()
    {
        using var registrar = new ScriptedOperator("127.0.70.9", m => ScriptedOperator.Registered(m, 60));
        await using var town = await TrunkTown.StartAsync(registrar, keepAlive: 0);
        await town.UntilAsync(TrunkCondition.Registered);
        town.IsOutOfHandles = true;
        await town.AdvanceAsync(() => town.Line.State.Condition == TrunkCondition.Failing);
        town.IsOutOfHandles = false;
        await town.AdvanceAsync(() => town.Line.State.Condition == TrunkCondition.Registered);
        Assert.Equal(2, registrar.Of("REGISTER").Count);
    }

    [Fact]
    public async Task A_longer_term_is_taken_over()
    {
        using var registrar = new ScriptedOperator("127.0.70.4", m => int.Parse(m["Expires"]) < 1800
            ? ScriptedOperator.Response(m, 423, "Min-Expires: 1800") : ScriptedOperator.Registered(m, 1800));
        await using var town = await TrunkTown.StartAsync(registrar);
        await town.UntilAsync(TrunkCondition.Registered);
        Assert.Equal(["300", "1800"], registrar.Of("REGISTER").Select(m => m["Expires"]));
        Assert.Equal(1800, (town.Line.State.Until! - town.Stack.Time.GetUtcNow()).Value.TotalSeconds);
    }

    [Fact]
    public async Task An_operator_in_trouble_is_asked_again_when_it_wants_to_be()
    {
        var isWell = false;
        using var registrar = new ScriptedOperator("127.0.70.5", m => Volatile.Read(ref isWell)
            ? ScriptedOperator.Registered(m, 300) : ScriptedOperator.Response(m, 503, "Retry-After: 40"));
        await using var town = await TrunkTown.StartAsync(registrar);
        await town.UntilAsync(TrunkCondition.Failing);
        Assert.Equal(TrunkHint.OperatorDown, town.Line.State.Hint);
        Volatile.Write(ref isWell, true);
        var gone = await town.AdvanceAsync(() => registrar.Of("REGISTER").Count >= 2);
        Assert.InRange(gone.TotalSeconds, 40, 46);
        await town.UntilAsync(TrunkCondition.Registered);
    }

    [Fact]
    public async Task Silence_is_noticed_and_asked_more_and_more_rarely()
    {
        using var registrar = new ScriptedOperator("127.0.70.6", _ => null);
        await using var town = await TrunkTown.StartAsync(registrar);
        await town.AdvanceAsync(() => town.Line.State.Condition == TrunkCondition.Failing);
        Assert.Equal((408, TrunkHint.Silent), (town.Line.State.Status, town.Line.State.Hint));
        var pauses = new List<double>();
        for (var tries = 2; tries <= 4; tries++)
        {
            var wanted = tries;
            pauses.Add((await town.AdvanceAsync(() => registrar.Of("REGISTER").Count >= wanted))
                .TotalSeconds);
        }

        // 5, 10, 20 s at most and half of it at least, and six seconds of patience before each but the first.
        Assert.InRange(pauses[0], 2, 6);
        Assert.InRange(pauses[1], 10.5, 17);
        Assert.InRange(pauses[2], 15.5, 27);
    }

    [Fact]
    public async Task A_term_that_the_operator_changed_counts_and_so_does_its_contact()
    {
        using var registrar = new ScriptedOperator("127.0.70.7", m => ScriptedOperator.Response(
            m, 200, "Contact: <sip:other@192.0.2.9>;expires=9000, <sip:0332750@198.51.100.7:1024>;expires=45",
            "Expires: 3600"));
        await using var town = await TrunkTown.StartAsync(registrar);
        await town.UntilAsync(TrunkCondition.Registered);
        Assert.Equal(45, (town.Line.State.Until! - town.Stack.Time.GetUtcNow()).Value.TotalSeconds);
    }

    [Fact]
    public async Task A_server_that_is_overloaded_for_a_moment_is_asked_again()
    {
        var rest = new ConcurrentQueue<int>([503]);
        using var registrar = new ScriptedOperator("127.0.70.8", m => rest.TryDequeue(out var status)
            ? ScriptedOperator.Response(m, status) : ScriptedOperator.Registered(m, 300));
        await using var town = await TrunkTown.StartAsync(registrar);
        await town.AdvanceAsync(() => town.Line.State.Condition == TrunkCondition.Registered);
        Assert.Equal(2, registrar.Of("REGISTER").Count);
    }

    [Fact]
    public async Task Keep_alives_notice_that_nobody_is_there_any_more()
    {
        var isThere = true;
        using var registrar = new ScriptedOperator("127.0.70.9", m => !Volatile.Read(ref isThere) ? null
            : m.Method == "OPTIONS" ? ScriptedOperator.Response(m, 405) : ScriptedOperator.Registered(m, 3600));
        await using var town = await TrunkTown.StartAsync(registrar, keepAlive: 20);
        await town.UntilAsync(TrunkCondition.Registered);
        await town.AdvanceAsync(() => registrar.Of("OPTIONS").Count >= 2);
        Assert.Single(registrar.Of("REGISTER"));
        Volatile.Write(ref isThere, false);
        var gone = await town.AdvanceAsync(() => town.Line.State.Condition == TrunkCondition.Failing);
        Assert.InRange(gone.TotalSeconds, 10, 40);
        Assert.True(town.Line.IsUsable, "the operator keeps us until the hour is over");
        Volatile.Write(ref isThere, true);
        await town.AdvanceAsync(() => town.Line.State.Condition == TrunkCondition.Registered);
    }

    [Fact]
    public async Task Leaves_the_operator_at_the_end()
    {
        using var registrar = new ScriptedOperator("127.0.70.10", m =>
            ScriptedOperator.Registered(m, int.Parse(m["Expires"])));
        await using (var town = await TrunkTown.StartAsync(registrar))
        {
            await town.UntilAsync(TrunkCondition.Registered);
            await town.Board.DisposeAsync();
        }

        var sent = registrar.Of("REGISTER");
        Assert.Equal(["300", "0"], sent.Select(m => m["Expires"]));
        Assert.Equal("2 REGISTER", sent[1]["CSeq"]);
    }

    [Fact]
    public async Task An_outbound_proxy_gets_the_requests_for_the_domain()
    {
        using var proxy = new ScriptedOperator("127.0.70.11", m => ScriptedOperator.Registered(m, 300));
        await using var town = await TrunkTown.StartAsync(proxy, change: t => t with
        {
            Domain = "multifon.example", Port = 0, OutboundProxy = proxy.Local.ToString(),
        });
        await town.UntilAsync(TrunkCondition.Registered);
        var request = proxy.Of("REGISTER").Single();
        Assert.Equal("REGISTER sip:multifon.example SIP/2.0", request.StartLine);
        Assert.Equal($"<sip:{proxy.Local};lr>", request["Route"]);
    }
}
