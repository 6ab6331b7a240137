using System.Text.Json;
using Npgsql;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Calls.Live;

/// <summary>Too many calls, no database, no disk of its own.</summary>
public sealed class HardTimesTests
{
    [Fact]
    public async Task A_caller_refused_by_the_rate_limit_is_called_back_once()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var exchange = await TestExchange.StartAsync(o => o.CallsPerSecondMax = 0, database.System);
        using var trunk = exchange.Trunk();
        var call = exchange.Call(trunk);
        for (var copy = 0; copy < 2; copy++)
        {
            trunk.Send(call.Invite());
            Assert.Equal(503, (await trunk.ReceiveFinalAsync()).Status);
        }

        await TestExchange.Until(() => exchange.Ended.Count > 0);
        await exchange.DrainedAsync();
        Assert.Equal("refused +79370000030", await database.ScalarAsync<string>(
            "select outcome || ' ' || phone from pbx.calls"));
        Assert.Equal(1L, await database.ScalarAsync<long>("select count(*) from pbx.outbox where type = 'CallMissed'"));
    }

    [Fact]
    public async Task Calls_are_taken_without_a_database_and_shipped_when_it_comes()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=x;Timeout=1");
        var folder = Directory.CreateTempSubdirectory("exchange");
        await using (var exchange = await TestExchange.StartAsync(database: nowhere, folder: folder))
        {
            using var trunk = exchange.Trunk();
            var call = exchange.Call(trunk);
            await call.EstablishAsync();
            trunk.Send(call.Bye());
            await exchange.EndedAsync();
            Assert.Equal(1, exchange.Exchange.UndrainedCallCount);
        }

        await using (var exchange = await TestExchange.StartAsync(database: database.System, folder: folder))
        {
            await exchange.DrainedAsync();
        }

        Assert.Equal("abandoned", await database.ScalarAsync<string>("select outcome from pbx.calls"));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_start_without_a_list_of_phones_knows_them_from_the_last_run()
    {
        var folder = Directory.CreateTempSubdirectory("exchange");
        await using (var exchange = await TestExchange.StartAsync(folder: folder))
        {
            exchange.Exchange.ReplaceExtensions([Extension.WithPassword("205", "privolsk", "zhkh", "demo205")]);
        }

        await using (var exchange = await TestExchange.StartAsync(o => o.Extensions = [], folder: folder))
        {
            await using var phone = await TestPhone.RegisterAsync(exchange.Endpoint, "205");
            Assert.Contains("205", exchange.Exchange.Switchboard.RegisteredPhones);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_ban_outlives_a_restart_in_the_data_folder()
    {
        const string Attacker = "127.0.0.66";
        var folder = Directory.CreateTempSubdirectory("exchange");
        var file = Path.Combine(folder.FullName, "bans.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(
            new[] { new BanRecord(Attacker, 2, TimeProvider.System.GetUtcNow().AddHours(1)) }));
        await using (var exchange = await TestExchange.StartAsync(folder: folder))
        {
            using var attacker = new WirePeer(exchange.Endpoint, Attacker);
            using var stranger = new WirePeer(exchange.Endpoint, "127.0.0.67");
            attacker.Send(attacker.Request("OPTIONS", "sip:x@y", "deaf", 1));
            stranger.Send(stranger.Request("OPTIONS", "sip:x@y", "heard", 1));
            Assert.Equal(200, (await stranger.ReceiveAsync()).Status);
            // One socket, one order: what the attacker asked first would have been answered first.
            await Assert.ThrowsAsync<Xunit.Sdk.FailException>(attacker.ReceiveAsync);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_bench_agent_is_called_and_both_legs_are_put_together()
    {
        using var probe = new WirePeer(new(System.Net.IPAddress.Loopback, 1));
        var port = probe.Local.Port;
        probe.Dispose();
        await using var exchange = await TestExchange.StartAsync(o =>
        {
            o.IsBench = true;
            o.BenchAgent = new(System.Net.IPAddress.Loopback, port);
        });
        using var agent = new WirePeer(exchange.Endpoint, "127.0.0.1", port);
        using var peer = new WirePeer(exchange.Endpoint, "127.0.0.1");
        await using var callerSound = new RtpPeer("127.0.0.1");
        await using var agentSound = new RtpPeer("127.0.0.1");
        var call = new WirePeerCall(peer, $"sip:agentrec@{exchange.Endpoint}", "load");
        peer.Send(call.Invite(TestExchange.Sdp("127.0.0.1", callerSound.Port)));
        var invite = await agent.ReceiveFinalAsync();
        agent.Send(agent.Response(invite, 200, "a1", TestExchange.Sdp("127.0.0.1", agentSound.Port)));
        var ok = await peer.ReceiveFinalAsync();
        Assert.Equal(200, ok.Status);
        call.Learn(ok);
        peer.Send(call.Ack());
        Assert.Equal("ACK", (await agent.ReceiveFinalAsync()).Method);

        peer.Send(call.Bye());
        Assert.Equal("BYE", (await agent.ReceiveFinalAsync()).Method);
        Assert.NotNull((await exchange.EndedAsync()).RecordingId);
    }

    [Fact]
    public async Task The_bench_numbers_answer_talk_and_leave_no_callback()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var exchange = await TestExchange.StartAsync(o => o.IsBench = true, database.System);
        using var peer = new WirePeer(exchange.Endpoint, "127.0.0.1");
        await using var sound = new RtpPeer("127.0.0.1");
        foreach (var number in new[] { "answer", "ivr", "ivrrec" })
        {
            var call = new WirePeerCall(peer, $"sip:{number}@{exchange.Endpoint}", "load");
            peer.Send(call.Invite(TestExchange.Sdp("127.0.0.1", sound.Port)));
            var ok = await peer.ReceiveFinalAsync();
            Assert.Equal(200, ok.Status);
            call.Learn(ok);
            peer.Send(call.Ack());
            var packets = sound.Packets;
            if (number != "answer")
            {
                await TestExchange.Until(() => sound.Packets > packets + 10);
            }

            peer.Send(call.Bye());
            Assert.Equal(200, (await peer.ReceiveFinalAsync()).Status);
        }

        await TestExchange.Until(() => exchange.Ended.Count == 3);
        await exchange.DrainedAsync();
        Assert.Equal(
            3L, await database.ScalarAsync<long>("select count(*) from pbx.calls where outcome = 'selfService'"));
        Assert.Equal(1L, await database.ScalarAsync<long>("select count(*) from pbx.recordings"));
        Assert.Equal(0L, await database.ScalarAsync<long>("select count(*) from pbx.outbox"));
        Assert.Equal(CallOutcome.SelfService, exchange.Ended[0].Outcome);
    }
}
