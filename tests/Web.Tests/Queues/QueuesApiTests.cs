using System.Net;
using Zhkh.Pbx;
using Zhkh.Pbx.Queues;
using Zhkh.Testing;
using Zhkh.Web.Access;
using Zhkh.Web.Tests.Live;
using Zhkh.Web.Api;
using Zhkh.Web.Tests.Outages;

namespace Zhkh.Web.Tests.Queues;

/// <summary>Queues and presence over the API, down to the exchange that works by them.</summary>
public sealed class QueuesApiTests(TestHost host) : IClassFixture<TestHost>
{
    [Fact]
    public async Task A_queue_that_is_saved_is_the_one_the_exchange_works_by()
    {
        using var person = await host.SignInAsync("admin");
        await SaveAsync(person, "privolsk", "lifts", HttpStatusCode.NoContent, wish =>
        {
            wish["strategy"] = "longestIdle";
            wish["members"] = new[] { new { extension = "203", penalty = 2 } };
            wish["skills"] = new[] { " лифты : 3", "газ" };
            wish["overflow"] = new[] { "queue:dispatchers", "voicemail", "callback" };
        });
        var queue = await OutageHost.EventuallyAsync(
            () => Task.FromResult(host.Get<Exchange>().Queues.Settings.Find("privolsk", "lifts")),
            q => q.Code == "lifts");
        Assert.Equal((RingStrategy.LongestIdle, TimeSpan.FromSeconds(20)), (queue.Strategy, queue.RingTime));
        Assert.Equal([new QueueMember("203", 2)], queue.Members);
        Assert.Equal([new Skill("лифты", 3), new Skill("газ")], queue.Skills);
        Assert.Equal(["queue:dispatchers", "voicemail", "callback"], queue.Overflow.Select(s => s.ToString()));

        var listed = (await person.JsonAsync("/api/queues")).GetProperty("queues").EnumerateArray()
            .Single(q => q.GetProperty("code").GetString() == "lifts"
                && q.GetProperty("organisation").GetString() == "privolsk");
        Assert.False(listed.GetProperty("isBuiltIn").GetBoolean());
        Assert.Contains(
            (await person.JsonAsync("/api/queues/now")).GetProperty("queues").EnumerateArray(),
            q => q.GetProperty("code").GetString() == "lifts" && q.GetProperty("waiting").GetInt32() == 0);

        using var removed = await person.SendAsync(HttpMethod.Delete, "/api/queues/privolsk/lifts", null);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await OutageHost.EventuallyAsync(
            () => Task.FromResult(host.Get<Exchange>().Queues.Of("privolsk")), all => all.All(q => q.Code != "lifts"));
    }

    [Theory]
    [InlineData("dispatchers")]
    [InlineData("emergency")]
    public void A_queue_of_ours_that_nobody_named_is_called_by_its_code(string code)
    {
        var ours = QueueSet.BuiltIn.Find("privolsk", code);
        var listed = QueueRequest.Of(ours);
        Assert.Equal("", listed.Name);
        Assert.Null(QueueFault.Of(code, listed, []));
        Assert.Equal(ours.Name, listed.ToQueue("privolsk", code).Name);
        var named = (listed with { Name = " 112 " }).ToQueue("privolsk", code);
        Assert.Equal(("112", "112"), (named.Name, QueueRequest.Of(named).Name));
        Assert.Equal(new QueueFault("name", "1–100", IsLength: true), QueueFault.Of("lifts", listed, []));
    }

    [Theory]
    [InlineData("name", "", "name")]
    [InlineData("ringSeconds", 1, "ringSeconds")]
    [InlineData("wrapUpSeconds", 1000, "wrapUpSeconds")]
    [InlineData("patienceSeconds", 286, "patienceSeconds")]
    [InlineData("waitingMax", 0, "waitingMax")]
    [InlineData("announceSeconds", 1, "announceSeconds")]
    [InlineData("language", "de", "language")]
    [InlineData("overflow", "nowhere", "overflow")]
    [InlineData("overflow", "queue:nobody", "overflow")]
    [InlineData("overflow", "queue:broken", "overflow")]
    [InlineData("skills", "лифты:0", "skills")]
    [InlineData("skills", "лифты:10", "skills")]
    [InlineData("skills", " ", "skills")]
    [InlineData("skills", "лифты лифты:2", "skills")]
    [InlineData("members", "+7937", "members")]
    [InlineData("members", "201 201", "members")]
    public async Task A_bad_value_is_refused_with_its_field(string field, object value, string named)
    {
        using var person = await host.SignInAsync("supervisor");
        var problem = await SaveAsync(person, "privolsk", "broken", HttpStatusCode.BadRequest, wish => wish[field] =
            field == "overflow" ? new[] { value }
            : field == "skills" ? value is " " ? [" "] : ((string)value).Split(' ')
            : field == "members" ? ((string)value).Split(' ').Select(e => new { extension = e, penalty = 0 }).ToArray()
            : value);
        Assert.Contains($"«{named}»", problem, StringComparison.Ordinal);
        Assert.Equal(0L, await host.ScalarAsync<long>("select count(*) from pbx.queues where code = 'broken'"));
    }

    [Fact]
    public async Task The_emergency_queue_stays_one_and_a_foreign_organisation_is_unknown()
    {
        using var person = await host.SignInAsync("supervisor");
        Assert.Contains("«purpose»", await SaveAsync(
            person, "privolsk", "emergency", HttpStatusCode.BadRequest, _ => { }), StringComparison.Ordinal);
        await SaveAsync(person, "elsewhere", "dispatchers", HttpStatusCode.NotFound, _ => { });
        using var callbacks = await person.SendAsync(
            HttpMethod.Put, "/api/callback-settings/elsewhere", new { isAutomatic = true, fromSeconds = 60 });
        Assert.Equal(HttpStatusCode.NotFound, callbacks.StatusCode);
        using var late = await person.SendAsync(
            HttpMethod.Put, "/api/callback-settings/privolsk", new { isAutomatic = true, fromSeconds = 541 });
        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);
    }

    [Fact]
    public async Task A_dispatcher_pauses_with_a_reason_and_comes_back_and_an_audit_line_says_so()
    {
        using var person = await host.SignInAsync("dispatcher");
        using var chosen = await person.SendAsync(HttpMethod.Put, "/api/session/extension", new { extension = "204" });
        Assert.True(chosen.IsSuccessStatusCode, await chosen.Content.ReadAsStringAsync());
        foreach (var bad in new object[] { new { reason = "other" }, new { reason = "other", text = " " },
            new { reason = "lunch", text = new string('x', 101) }, new { reason = "sleep" } })
        {
            using var refused = await person.PostAsync("/api/presence/pause", bad);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        using var paused = await person.PostAsync("/api/presence/pause", new { reason = "other", text = "к врачу" });
        Assert.Equal("paused", (await ApiClient.ReadAsync(paused)).GetProperty("state").GetString());
        var shown = (await person.JsonAsync("/api/queues/now")).GetProperty("agents").EnumerateArray()
            .Single(a => a.GetProperty("extension").GetString() == "204");
        Assert.Equal("к врачу", shown.GetProperty("pauseText").GetString());
        using var back = await person.PostAsync("/api/presence/resume", new { });
        Assert.Equal("away", (await ApiClient.ReadAsync(back)).GetProperty("state").GetString());
        Assert.True(await host.ScalarAsync<long>(
            "select count(*) from web.audit where subject_kind = 'presence' and subject = '204'") >= 2);
    }

    [Fact]
    public async Task A_queue_of_all_organisations_is_changed_by_who_serves_them_all()
    {
        var wish = Wish();
        using var head = await host.SignInAsync("admin");
        await host.Get<Operators>().AddAsync(
            "part", "Админ одной", Role.Admin, ["khmelnytske"], null, "demo", CancellationToken.None);
        using var part = await host.SignInAsync("part");
        using var supervisor = await host.SignInAsync("supervisor");
        foreach (var (who, expected) in new[]
        {
            (supervisor, HttpStatusCode.Forbidden), (part, HttpStatusCode.NotFound), (head, HttpStatusCode.NoContent),
        })
        {
            using var answer = await who.SendAsync(HttpMethod.Put, "/api/shared-queues/night", wish);
            Assert.Equal(expected, answer.StatusCode);
        }

        foreach (var organisation in new[] { "privolsk", "khmelnytske" })
        {
            var queue = await OutageHost.EventuallyAsync(
                () => Task.FromResult(host.Get<Exchange>().Queues.Settings.Find(organisation, "night")),
                q => q.Code == "night");
            Assert.Equal(("", "Лифты"), (queue.Organisation, queue.Name));
        }

        Assert.Contains((await head.JsonAsync("/api/shared-queues")).GetProperty("items").EnumerateArray(),
            q => q.GetProperty("code").GetString() == "night" && !q.GetProperty("isBuiltIn").GetBoolean());
        using var hidden = await part.SendAsync(HttpMethod.Get, "/api/shared-queues", null);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        wish["overflow"] = new[] { "queue:nobody" };
        using var wrong = await head.SendAsync(HttpMethod.Put, "/api/shared-queues/night", wish);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var problem = await ApiClient.ReadAsync(wrong);
        Assert.Equal("overflow", problem.GetProperty("field").GetString());
        Assert.NotEqual("", problem.GetProperty("allowed").GetString());
        using var untouched = await part.SendAsync(HttpMethod.Delete, "/api/shared-queues/night", null);
        Assert.Equal(HttpStatusCode.NotFound, untouched.StatusCode);
        using var gone = await head.SendAsync(HttpMethod.Delete, "/api/shared-queues/night", null);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Equal(2L, await host.ScalarAsync<long>(
            "select count(distinct organisation) from web.audit where subject_kind = 'queue' and subject = 'night'"));
    }

    [Fact]
    public async Task A_change_of_who_answers_is_told_to_consoles()
    {
        using var person = await host.SignInAsync("dispatcher2");
        using var chosen = await person.SendAsync(HttpMethod.Put, "/api/session/extension", new { extension = "205" });
        Assert.True(chosen.IsSuccessStatusCode, await chosen.Content.ReadAsStringAsync());
        await using var hub = await HubClient.ConnectAsync(host.Address, person.Cookie, person.Origin);
        using var phone = await DeskPhone.RegisterAsync(host.Get<Exchange>().BoundEndpoints[0], "205", "127.0.82.23");
        var count = 1;
        while ((await hub.EventsAsync(count))[count - 1] is var told
            && !(told.GetProperty("type").GetString() == "changed"
                && told.GetProperty("data").GetProperty("list").GetString() == "queues"))
        {
            count++;
        }

        Assert.Equal("ready", (await person.JsonAsync("/api/presence")).GetProperty("state").GetString());
        // The console lives and says so every five seconds: what is asked in between sees it gone.
        await OutageHost.EventuallyAsync(
            () =>
            {
                host.Get<Exchange>().Queues.ConsoleHeard("205");
                host.Get<Exchange>().Queues.ConsoleGone("205");
                return person.JsonAsync("/api/presence");
            },
            own => own.GetProperty("state").GetString() == "consoleLost");
    }

    private static async Task<string> SaveAsync(
        ApiClient person, string organisation, string code, HttpStatusCode expected,
        Action<Dictionary<string, object?>> change)
    {
        var wish = Wish();
        change(wish);
        using var answer = await person.SendAsync(HttpMethod.Put, $"/api/queues/{organisation}/{code}", wish);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{answer.StatusCode}: {text}");
        return expected == HttpStatusCode.NoContent
            ? "" : (await ApiClient.ReadAsync(answer)).GetProperty("detail").GetString() ?? "";
    }

    private static Dictionary<string, object?> Wish() => new()
        {
        ["name"] = "Лифты", ["purpose"] = "ordinary", ["strategy"] = "ringAll", ["ringSeconds"] = 20,
        ["wrapUpSeconds"] = 30, ["holdsWrapUp"] = true, ["skills"] = Array.Empty<string>(), ["language"] = null,
        ["members"] = Array.Empty<object>(), ["waitingMax"] = 10, ["patienceSeconds"] = 120,
        ["overflow"] = new[] { "callback" }, ["announceSeconds"] = 20, ["tellsPosition"] = true,
        ["tellsWait"] = true, ["offersKeys"] = true, ["hasMusic"] = true,
    };
}
