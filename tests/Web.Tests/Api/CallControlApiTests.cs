using System.Net;
using Zhkh.Pbx;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;
using Zhkh.Web.Access;
using Zhkh.Web.Api;
using Zhkh.Web.Hosting;
using Zhkh.Web.Tests.Outages;

namespace Zhkh.Web.Tests.Api;

public sealed class CallControlApiTests(TestHost host)
{
    private static readonly string[] Commands =
        ["hold", "resume", "mute", "unmute", "pickup", "transfer", "consult", "join", "drop"];

    [Fact]
    public async Task A_call_that_is_over_is_gone_in_the_askers_words()
    {
        using var person = await host.SignInAsync("supervisor");
        using var phone = await person.SendAsync(HttpMethod.Put, "/api/session/extension", new { extension = "203" });
        Assert.Equal(HttpStatusCode.OK, phone.StatusCode);
        foreach (var command in Commands.Concat(["listen", "whisper", "barge"]))
        {
            using var answer = await person.PostAsync(
                $"/api/calls/{Guid.NewGuid()}/{command}", new { to = "202", party = "202" });
            Assert.True(answer.StatusCode == HttpStatusCode.Gone, $"{command}: {answer.StatusCode}");
            Assert.Equal("/problems/callGone", (await ApiClient.ReadAsync(answer)).GetProperty("type").GetString());
        }
    }

    [Fact]
    public async Task A_repeated_command_is_carried_out_once_and_answered_alike()
    {
        var answers = new CommandAnswers(TimeProvider.System);
        var times = 0;
        var gate = new Barrier(8);
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            gate.SignalAndWait();
            return answers.Once("anna", "k1", "hold", () =>
            {
                Interlocked.Increment(ref times);
                return ControlAnswer.TooLate;
            });
        })));
        Assert.Equal(1, times);
        Assert.All(all, answer => Assert.Same(ControlAnswer.TooLate, answer));
        Assert.Null(answers.Once("anna", "k1", "resume", () => throw new InvalidOperationException()));
        Assert.NotNull(answers.Once("olga", "k1", "resume", () => ControlAnswer.TooLate));
    }

    [Fact]
    public void Keys_without_end_and_old_ones_are_forgotten()
    {
        var clock = new ManualTime();
        var answers = new CommandAnswers(clock);
        for (var i = 0; i < 2 * CommandAnswers.KeptMax; i++)
        {
            answers.Once("anna", $"k{i}", "hold", () => ControlAnswer.TooLate);
        }

        Assert.InRange(answers.Count, 1, CommandAnswers.KeptMax);
        Assert.False(answers.Knows("anna", "k0"));
        clock.Advance(CommandAnswers.Life + TimeSpan.FromSeconds(1));
        answers.Once("anna", "last", "hold", () => ControlAnswer.TooLate);
        Assert.Equal(1, answers.Count);
    }

    [Fact]
    public async Task Nobody_sits_down_at_a_telephone_of_another_organisation_nor_sets_its_code()
    {
        await host.ExecuteAsync("""
            insert into pbx.phones (extension, organisation, ha1, algorithm, is_enabled, changed_at)
            values ('341', 'privolsk', repeat('0', 32), 'MD5', true, now())
            """);
        host.Get<PhoneNews>().Tell();
        await host.Get<Operators>().AddAsync(
            "seat-uk", "Стороння людина", Role.Dispatcher, ["khmelnytske"], null, "demo", CancellationToken.None);
        using var stranger = await host.SignInAsync("seat-uk");
        await OutageHost.EventuallyAsync(
            () => Task.FromResult(host.Get<Exchange>().Peers.Find("341")), phone => phone is not null);
        using var seat = await stranger.SendAsync(HttpMethod.Put, "/api/session/extension", new { extension = "341" });
        Assert.Equal(HttpStatusCode.BadRequest, seat.StatusCode);

        // Somebody who sat there before the phone was given to the other organisation.
        await host.ExecuteAsync("update web.operators set extension = '341' where login = 'seat-uk'");
        using var again = await host.SignInAsync("seat-uk");
        using var code = await again.SendAsync(HttpMethod.Put, "/api/session/line-pin", new { pin = "4821" });
        Assert.Equal("/problems/noExtension", (await ApiClient.ReadAsync(code)).GetProperty("type").GetString());
        Assert.Equal(0L, await host.ScalarAsync<long>(
            "select count(*) from pbx.phones where extension = '341' and line_pin is not null"));
    }

    [Fact]
    public void A_command_that_broke_is_carried_out_when_it_is_asked_for_again()
    {
        var answers = new CommandAnswers(new ManualTime());
        Assert.Throws<InvalidOperationException>(
            () => answers.Once("anna", "k", "hold", () => throw new InvalidOperationException("broken")));
        Assert.Equal(new ControlAnswer.Done(), answers.Once("anna", "k", "hold", () => new ControlAnswer.Done()));
    }

    [Fact]
    public async Task The_code_of_a_permanent_line_is_set_hashed_and_never_said_back()
    {
        using var person = await host.SignInAsync("dispatcher");
        using var phone = await person.SendAsync(HttpMethod.Put, "/api/session/extension", new { extension = "201" });
        using var bad = await person.SendAsync(HttpMethod.Put, "/api/session/line-pin", new { pin = "1111" });
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Equal("/problems/badLinePin", (await ApiClient.ReadAsync(bad)).GetProperty("type").GetString());
        using var set = await person.SendAsync(HttpMethod.Put, "/api/session/line-pin", new { pin = "4821" });
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        var kept = await host.ScalarAsync<string>("select line_pin from pbx.phones where extension = '201'");
        Assert.True(LinePin.Matches(kept, "4821"));
        var targets = await OutageHost.EventuallyAsync(
            () => person.JsonAsync("/api/calls/targets"), said => said.GetProperty("hasLinePin").GetBoolean());
        Assert.Equal("109201", targets.GetProperty("lineNumber").GetString());
        Assert.DoesNotContain("4821", targets.GetRawText(), StringComparison.Ordinal);
        using var gone = await person.SendAsync(
            HttpMethod.Put, "/api/session/line-pin", new { pin = (string?)null });
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Equal(0L, await host.ScalarAsync<long>("select count(*) from pbx.phones where line_pin is not null"));
    }

    [Fact]
    public async Task Without_a_telephone_nobody_controls_a_call()
    {
        await host.Get<Operators>().AddAsync(
            "no-phone", "Анна", Role.Dispatcher, ["privolsk"], null, "demo", CancellationToken.None);
        using var person = await host.SignInAsync("no-phone");
        using var answer = await person.PostAsync($"/api/calls/{Guid.NewGuid()}/hold", new { });
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("/problems/noExtension", (await ApiClient.ReadAsync(answer)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_telephone_learns_to_answer_by_itself_and_lines_are_offered()
    {
        using var person = await host.SignInAsync("dispatcher");
        using var phone = await person.SendAsync(HttpMethod.Put, "/api/session/extension", new { extension = "201" });
        Assert.Equal(HttpStatusCode.OK, phone.StatusCode);
        using var set = await person.SendAsync(HttpMethod.Put, "/api/session/auto-answer", new { on = true });
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        Assert.True(await host.ScalarAsync<bool>("select answers_itself from pbx.phones where extension = '201'"));
        var targets = await person.JsonAsync("/api/calls/targets");
        Assert.Contains("dispatchers", targets.GetProperty("lines").EnumerateArray().Select(line => line.GetString()));
    }
}
