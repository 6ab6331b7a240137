using Microsoft.Extensions.DependencyInjection;
using Zhkh.Web.Outward;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Tests.Outward;

/// <summary>The queue and its loop, with a gateway that says what the test wants.</summary>
public sealed class OutwardLoopTests : IAsyncLifetime
{
    private static readonly Verdict Taken = new(VerdictKind.Taken, "250 ok", "f-1");

    private readonly OutwardOptions _options = new()
    {
        RetryFirst = TimeSpan.FromMilliseconds(20), RetryMax = TimeSpan.FromMilliseconds(50), AttemptsMax = 5,
        ProbeMax = TimeSpan.FromMilliseconds(50),
    };

    private OutwardHost? _host;

    private OutwardHost Host => _host ?? throw new InvalidOperationException("Not started");

    public async ValueTask InitializeAsync() => _host = await OutwardHost.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [Fact]
    public async Task Without_a_gateway_messages_wait()
    {
        await Host.QueueAsync(OutwardHost.Letter("k", "a@example.org"), OutwardHost.Sms("s", "+79370000001"));
        var gateway = ScriptedGateway.That(_ => Taken);
        await RunAsync(gateway, () => Host.UntilAsync(
            async () => (await Host.RowsAsync())["k"].State == "sent", "the letter is sent"));
        Assert.Equal("queued", (await Host.RowsAsync())["s"].State);
        Assert.Equal("Текст k", Assert.Single(gateway.Given).Text);
    }

    [Fact]
    public async Task The_same_key_is_one_message()
    {
        await Host.QueueAsync(
            OutwardHost.Letter("k", "a@example.org"), OutwardHost.Letter("k", "b@example.org"));
        await Host.QueueAsync(OutwardHost.Letter("k", "a@example.org"));
        var gateway = ScriptedGateway.That(_ => Taken);
        await RunAsync(gateway, () => Host.AllAsync("sent"));
        Assert.Equal("a@example.org", Assert.Single(gateway.Given).Recipient);
    }

    [Fact]
    public async Task Urgent_messages_go_first_and_one_recipient_s_letters_in_their_order()
    {
        await Host.QueueAsync([.. Enumerable.Range(0, 40).Select(i =>
            OutwardHost.Letter($"k{i:00}", $"r{i % 2}@example.org", urgent: i is 37))]);
        var pauses = new Random(1);
        var gateway = new ScriptedGateway(async _ =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(pauses.Next(5)), TimeProvider.System);
            return Taken;
        });
        await RunAsync(gateway, () => Host.AllAsync("sent"));
        Assert.Equal("k37", gateway.Given.First(p => p.Recipient == "r1@example.org").Subject["letter:".Length..]);
        foreach (var own in gateway.Given.Where(p => p.Subject != "letter:k37").GroupBy(p => p.Recipient))
        {
            Assert.Equal(own.Select(p => p.Subject).Order(StringComparer.Ordinal), own.Select(p => p.Subject));
        }

        Assert.Equal(40, gateway.Given.Count);
    }

    [Fact]
    public async Task No_more_are_under_way_at_once_than_there_are_lanes()
    {
        await Host.QueueAsync(
            [.. Enumerable.Range(0, 60).Select(i => OutwardHost.Letter($"k{i}", $"r{i}@example.org"))]);
        var gateway = new ScriptedGateway(async _ =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            return Taken;
        });
        await RunAsync(gateway, () => Host.AllAsync("sent"), lanes: 3);
        Assert.InRange(gateway.AtOnceMax, 2, 3);
    }

    [Fact]
    public async Task A_message_that_never_gets_through_ends_as_a_dead_letter_and_an_operator_sends_it_again()
    {
        await Host.QueueAsync(OutwardHost.Letter("k", "full@example.org"));
        var isFull = true;
        var gateway = ScriptedGateway.That(_ => isFull ? Verdict.Postponed("452 mailbox full") : Taken);
        await RunAsync(gateway, async () =>
        {
            await Host.AllAsync("dead");
            var dead = (await Host.RowsAsync())["k"];
            Assert.Equal(("452 mailbox full", 5), (dead.Reply, dead.Attempts));
            Assert.Equal(5, gateway.Given.Count);
            isFull = false;
            Assert.True(await Host.Work.RunAsync(DatabasePool.Jobs, services =>
                services.GetRequiredService<OutwardBook>().RetryAsync(dead.Id, CancellationToken.None),
                CancellationToken.None));
            await Host.AllAsync("sent");
        });
        var states = (await Host.FactsAsync("OutwardChanged")).Select(f => f.GetProperty("state").GetString());
        Assert.Equal(["queued", "queued", "queued", "queued", "dead", "queued", "sent"], states);
    }

    [Fact]
    public async Task A_long_outage_makes_no_dead_letters()
    {
        const int letters = 4;
        _options.AttemptsMax = 2;
        await Host.QueueAsync(
            [.. Enumerable.Range(0, letters).Select(i => OutwardHost.Letter($"k{i}", $"r{i}@example.org"))]);
        var isAway = true;
        var gateway = ScriptedGateway.That(_ => isAway ? Verdict.Postponed("451 all is broken") : Taken);
        await RunAsync(gateway, async () =>
        {
            // More tries than all of them may count together.
            await Host.UntilAsync(
                () => Task.FromResult(gateway.Given.Count > letters * _options.AttemptsMax), "many tries");
            isAway = false;
            await Host.AllAsync("sent");
        });
        Assert.DoesNotContain(await Host.FactsAsync("OutwardChanged"),
            fact => fact.GetProperty("state").GetString() == "dead");
    }

    [Fact]
    public async Task A_defect_in_a_gateway_costs_one_message_its_tries_and_nobody_else()
    {
        await Host.QueueAsync(OutwardHost.Letter("bad", "a@example.org"), OutwardHost.Letter("good", "b@example.org"));
        var gateway = ScriptedGateway.That(p => p.Subject == "letter:bad"
            ? throw new InvalidCastException("a defect") : Taken);
        await RunAsync(gateway, () => Host.UntilAsync(async () => await Host.RowsAsync() is var rows
            && rows["bad"].State == "dead" && rows["good"].State == "sent", "one dead, one sent"));
    }

    [Fact]
    public async Task A_sender_that_comes_back_late_cannot_write_over_a_newer_one()
    {
        await Host.QueueAsync(OutwardHost.Letter("k", "a@example.org"));
        var first = Assert.Single(await ClaimAsync(TimeSpan.FromMinutes(1)));
        Assert.Empty(await ClaimAsync(TimeSpan.FromMinutes(1)));   // lent already
        await Host.ExecuteAsync("update web.outward_messages set lease_until = now() - interval '1 second'");
        var second = Assert.Single(await ClaimAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal((first.Id, 1L, 2L), (second.Id, first.Lease, second.Lease));
        Assert.True(await RecordAsync(second, "sent"));
        Assert.False(await RecordAsync(first, "failed"));
        Assert.Equal("sent", (await Host.RowsAsync())["k"].State);
        Assert.Single(await Host.FactsAsync("OutwardChanged"));
    }

    [Fact]
    public async Task A_state_and_its_fact_are_one_transaction()
    {
        await Host.QueueAsync(OutwardHost.Letter("k", "a@example.org"));
        await Host.ExecuteAsync("alter table web.outbox add constraint none check (type <> 'OutwardChanged')");
        var parcel = Assert.Single(await ClaimAsync(TimeSpan.FromMinutes(1)));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => RecordAsync(parcel, "sent"));
        Assert.Equal("sending", (await Host.RowsAsync())["k"].State);
    }

    private Task<IReadOnlyList<Parcel>> ClaimAsync(TimeSpan lease) => Host.Work.RunAsync(DatabasePool.Jobs,
        services => services.GetRequiredService<OutwardBook>()
            .ClaimAsync(OutwardChannel.Letter, 10, lease, CancellationToken.None), CancellationToken.None);

    private Task<bool> RecordAsync(Parcel parcel, string state) => Host.Work.RunAsync(DatabasePool.Jobs,
        services => services.GetRequiredService<OutwardBook>().RecordAsync(
            parcel, state, Taken, 1, parcel.QueuedAt, isTold: true, CancellationToken.None), CancellationToken.None);

    private async Task RunAsync(ScriptedGateway gateway, Func<Task> meanwhile, int lanes = 4)
    {
        using var loop = Host.Loop(gateway, _options, lanes);
        await loop.StartAsync(CancellationToken.None);
        await meanwhile();
        await loop.StopAsync(CancellationToken.None);
    }
}
