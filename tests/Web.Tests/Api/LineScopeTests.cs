using System.Net;
using Npgsql;
using Zhkh.Testing;
using Zhkh.Web.Access;
using Zhkh.Web.Tests.Outages;

namespace Zhkh.Web.Tests.Api;

/// <summary>Whose a line is: who sees it, who changes it, and where an act on it is written down.</summary>
public sealed class LineScopeTests(TestHost host)
{
    private const string User = "0332750";

    [Fact]
    public async Task A_line_is_changed_by_who_serves_its_organisations_and_there_for_nobody_else()
    {
        using var admin = await host.SignInAsync("admin");
        using var own = await PersonAsync("line-own", Role.Admin, "privolsk");
        using var other = await PersonAsync("line-other", Role.Admin, "khmelnytske");
        using var reader = await host.SignInAsync("supervisor");
        foreach (var organisations in new string?[][] { [], ["khmelnytske"], ["privolsk", "khmelnytske"], [null] })
        {
            await RefusedAtOrganisationsAsync(own, HttpMethod.Post, "/api/trunks", organisations);
        }

        await AddAsync(own, Settings("own", "privolsk"));
        await AddAsync(admin, Settings("all"));
        foreach (var organisations in new string?[][] { [], ["khmelnytske"] })
        {
            await RefusedAtOrganisationsAsync(own, HttpMethod.Put, "/api/trunks/own", organisations);
        }

        Assert.Equal([("all", false), ("own", true)], await SeenAsync(own));
        Assert.Equal([("all", false)], await SeenAsync(other));
        Assert.Equal([("all", true), ("own", true)], await SeenAsync(admin));
        Assert.Equal([("all", false), ("own", false)], await SeenAsync(reader));
        Assert.DoesNotContain(User, (await other.JsonAsync("/api/trunks")).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(User, (await reader.JsonAsync("/api/trunks")).ToString(), StringComparison.Ordinal);
        Assert.Equal("privolsk", (await own.JsonAsync("/api/trunks/presets"))[0].GetProperty("settings")
            .GetProperty("organisations")[0].GetString());
        using (var taken = await other.PostAsync("/api/trunks", new { settings = Settings("own", "khmelnytske") }))
        {
            Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        }

        await UntouchableAsync(other, Settings("own", "khmelnytske"), HttpStatusCode.NotFound);
        await UntouchableAsync(other, Settings("all", "khmelnytske"), HttpStatusCode.Forbidden);
        await using (var web = NpgsqlDataSource.Create(
            host.ConnectionString + ";Options=-c role=zhkh_web -c app.organisations=khmelnytske"))
        {
            await using var command = web.CreateCommand("update pbx.trunks set is_on = true");
            Assert.Equal(0, await command.ExecuteNonQueryAsync());
        }

        await RemoveAsync(own, "own");
        await RemoveAsync(admin, "all");
        Assert.Equal("khmelnytske,privolsk privolsk", await host.ScalarAsync<string>("""
            select string_agg(who, ' ' order by subject) from (
                select subject, string_agg(distinct organisation, ',') as who from web.audit
                where subject_kind = 'trunk' and subject in ('all', 'own') group by subject) as told
            """));
    }

    [Fact]
    public async Task A_test_is_written_down_before_anything_goes_out()
    {
        using var silent = new ScriptedOperator("127.0.70.45", _ => null);
        using var admin = await host.SignInAsync("admin");
        var settings = Settings("quiet");
        (settings["domain"], settings["port"]) = (silent.Local.Address.ToString(), silent.Local.Port);
        settings["echoNumber"] = "4444";
        await AddAsync(admin, settings);
        var impatient = await host.SignInAsync("admin");
        var testing = impatient.PostAsync("/api/trunks/quiet/test", new { echo = true });
        await OutageHost.EventuallyAsync(
            () => Task.FromResult(silent.Of("REGISTER").Count), heard => heard > 0);
        impatient.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => testing);
        Assert.Equal(2L, await host.ScalarAsync<long>("""
            select count(*) from web.audit
            where subject_kind = 'trunk' and subject = 'quiet' and detail = 'tested with an echo call'
            """));
        await RemoveAsync(admin, "quiet");
    }

    [Theory]
    [InlineData("settings")]
    [InlineData("organisations")]
    [InlineData("name")]
    [InlineData("echoNumber")]
    [InlineData("caller")]
    public async Task A_null_where_none_belongs_is_refused_by_its_field(string field)
    {
        using var admin = await host.SignInAsync("admin");
        var settings = Settings("nothing");
        settings[field] = null;
        using var refused = await admin.PostAsync(
            "/api/trunks", new { settings = field == "settings" ? null : settings });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(field, (await ApiClient.ReadAsync(refused)).GetProperty("field").GetString());
    }

    /// <summary>A line that is off: nobody registers.</summary>
    private static Dictionary<string, object?> Settings(string code, params string[] organisations) => new()
    {
        ["preset"] = "generic", ["code"] = code, ["name"] = code, ["user"] = User, ["domain"] = "127.0.70.46",
        ["isOn"] = false, ["organisations"] = organisations,
    };

    private async Task<ApiClient> PersonAsync(string login, Role role, string organisation)
    {
        await host.Get<Operators>().AddAsync(login, login, role, [organisation], null, "demo", CancellationToken.None);
        return await host.SignInAsync(login);
    }

    private static async Task AddAsync(ApiClient person, Dictionary<string, object?> settings)
    {
        using var added = await person.PostAsync("/api/trunks", new { settings });
        Assert.True(added.StatusCode == HttpStatusCode.Created, await added.Content.ReadAsStringAsync());
    }

    private static async Task RemoveAsync(ApiClient person, string code)
    {
        using var removed = await person.SendAsync(HttpMethod.Delete, $"/api/trunks/{code}", null);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
    }

    private static async Task RefusedAtOrganisationsAsync(
        ApiClient person, HttpMethod method, string path, string?[] organisations)
    {
        var settings = Settings("own");
        settings["organisations"] = organisations;
        using var refused = await person.SendAsync(method, path, new { settings });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var problem = await ApiClient.ReadAsync(refused);
        Assert.Equal("organisations", problem.GetProperty("field").GetString());
        Assert.Equal("privolsk", problem.GetProperty("allowed").GetString());
    }

    private static async Task UntouchableAsync(
        ApiClient person, Dictionary<string, object?> settings, HttpStatusCode expected)
    {
        var path = $"/api/trunks/{settings["code"]}";
        foreach (var (method, at, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Put, path, new { settings }), (HttpMethod.Put, $"{path}/state", new { isOn = true }),
            (HttpMethod.Post, $"{path}/test", new { }), (HttpMethod.Delete, path, null),
        })
        {
            using var refused = await person.SendAsync(method, at, body);
            Assert.True(refused.StatusCode == expected, $"{method} {at}: {refused.StatusCode}");
        }
    }

    private static async Task<List<(string?, bool)>> SeenAsync(ApiClient person) =>
    [
        .. (await person.JsonAsync("/api/trunks")).EnumerateArray().Select(line => (
            line.GetProperty("settings").GetProperty("code").GetString(), line.GetProperty("mayChange").GetBoolean())),
    ];
}
