using System.Net;
using System.Text.Json;
using Zhkh.Testing;
using Zhkh.Web.Api;
using Zhkh.Web.Cli;
using Zhkh.Web.Hosting;
using Zhkh.Web.Lines;
using CommandLine = Zhkh.Web.Cli.CommandLine;

namespace Zhkh.Web.Tests.Api;

/// <summary>A line of an operator from its preset to its removal, on the screen and in the terminal.</summary>
public sealed class TrunksApiTests(TestHost host) : IClassFixture<TestHost>
{
    private const string Password = "very-s3cret-word";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_line_is_added_from_a_preset_registers_is_tested_and_goes()
    {
        using var registrar = Registrar("127.0.70.41");
        using var admin = await host.SignInAsync("admin");
        var preset = (await admin.JsonAsync("/api/trunks/presets")).EnumerateArray()
            .First(p => p.GetProperty("settings").GetProperty("preset").GetString() == "uis");
        Assert.Contains("кабинет", preset.GetProperty("check").GetString(), StringComparison.Ordinal);

        var wish = Wish(preset.GetProperty("settings"), registrar);
        using (var added = await admin.PostAsync("/api/trunks", new { settings = wish, password = Password }))
        {
            var text = await added.Content.ReadAsStringAsync();
            Assert.True(added.StatusCode == HttpStatusCode.Created, text);
            Assert.DoesNotContain(Password, text, StringComparison.Ordinal);
        }

        using (var again = await admin.PostAsync("/api/trunks", new { settings = wish }))
        {
            Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        }

        var line = await UntilAsync(admin, state => state == "registered");
        Assert.True(line.GetProperty("hasPassword").GetBoolean());
        Assert.DoesNotContain(Password, line.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Password, await host.ScalarAsync<string>(
            "select settings::text || secret || (select string_agg(detail, ' ') from web.audit) from pbx.trunks"),
            StringComparison.Ordinal);
        Assert.Contains("zhkh_trunk_registered{trunk=\"uis\"} 1", await MetricsAsync(), StringComparison.Ordinal);

        var report = await TestAsync(admin);
        Assert.True(report.GetProperty("isWell").GetBoolean());
        Assert.Equal(["registered", "noCallsYet"], Findings(report));
        var ladder = report.GetProperty("ladder").EnumerateArray()
            .Select(step => step.GetProperty("line").GetString()!.Split(' ')[0]
                + step.GetProperty("line").GetString()!.Split(' ')[1]).ToList();
        Assert.Equal("SIP/2.0401", ladder[1]);
        Assert.Equal("SIP/2.0200", ladder[3]);

        using (var off = await admin.SendAsync(HttpMethod.Put, "/api/trunks/uis/state", new { isOn = false }))
        {
            Assert.Equal(HttpStatusCode.OK, off.StatusCode);
        }

        await UntilAsync(admin, state => state == "off");
        await UntilTrueAsync(() => registrar.Of("REGISTER").Any(m => m["Expires"] == "0"));
        using (var removed = await admin.SendAsync(HttpMethod.Delete, "/api/trunks/uis", null))
        {
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        }

        Assert.Empty((await admin.JsonAsync("/api/trunks")).EnumerateArray());
    }

    [Fact]
    public async Task A_wrong_password_and_a_silent_server_are_explained_and_health_says_that_nobody_can_call()
    {
        using var registrar = Registrar("127.0.70.42");
        using var admin = await host.SignInAsync("admin");
        var settings = Wish(JsonSerializer.SerializeToElement(new { preset = "generic" }), registrar);
        using (var added = await admin.PostAsync("/api/trunks", new { settings, password = "wrong" }))
        {
            Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        }

        var line = await UntilAsync(admin, state => state == "failing");
        Assert.Equal(401, line.GetProperty("state").GetProperty("status").GetInt32());
        Assert.Contains("auth user", line.GetProperty("state").GetProperty("advice").GetString(),
            StringComparison.Ordinal);
        using (var ready = await host.Stranger().GetAsync("/readyz"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Equal("no trunk is usable", (await ApiClient.ReadAsync(ready)).GetProperty("sip").GetString());
        }

        Assert.Equal(["wrongLogin"], Findings(await TestAsync(admin)));
        settings["port"] = 9;
        using (var changed = await admin.SendAsync(HttpMethod.Put, "/api/trunks/uis", new { settings }))
        {
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        }

        Assert.Equal(["silent"], Findings(await TestAsync(admin)));
        using var removed = await admin.SendAsync(HttpMethod.Delete, "/api/trunks/uis", null);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
    }

    [Theory]
    [InlineData("domain", "not a host")]
    [InlineData("domain", "связь.рф")]
    [InlineData("user", "логин")]
    [InlineData("code", "UIS")]
    [InlineData("peers", "x")]
    [InlineData("organisations", "nowhere")]
    [InlineData("tlsAuthority", "-----BEGIN NOTHING-----")]
    [InlineData("echoNumber", "+79370000030")]
    public async Task What_cannot_be_used_is_refused_by_its_field(string field, string value)
    {
        using var admin = await host.SignInAsync("admin");
        using var registrar = Registrar("127.0.70.43");
        var settings = Wish(JsonSerializer.SerializeToElement(new { preset = "generic" }), registrar);
        settings[field] = field == "organisations" ? new[] { value } : value;
        using var refused = await admin.PostAsync("/api/trunks", new { settings });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var problem = await ApiClient.ReadAsync(refused);
        Assert.Contains(field, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.NotEqual("", problem.GetProperty("allowed").GetString());
    }

    [Fact]
    public async Task The_terminal_adds_lists_tests_and_removes_a_line()
    {
        using var registrar = Registrar("127.0.70.44");
        string[] where = ["--database", host.ConnectionString, "--data", host.Get<DataFolder>().Root];
        string[] at = ["--domain", registrar.Local.Address.ToString(), "--port", $"{registrar.Local.Port}"];
        var (code, said, reason) = await RunAsync(
            ["add", "zadarma", "--code", "cli", "--user", "0332750", "--lines", "3", .. at, .. where]);
        Assert.True(code == CommandLine.Ok, reason);
        Assert.Equal($"trunk cli 0332750@{registrar.Local.Address}", said);
        Assert.Equal(LineTexts.In(LineTexts.LanguageOf(Environment.GetEnvironmentVariable)).Check, reason);
        Assert.Equal(CommandLine.Failed,
            (await RunAsync(["add", "zadarma", "--code", "cli", "--user", "1", .. at, .. where])).Code);
        Assert.Contains("cli", (await RunAsync(["list", .. where])).Said, StringComparison.Ordinal);

        // Without its password the operator asks for one for ever.
        var (tested, ladder, _) = await RunAsync(["test", "cli", .. where]);
        Assert.Equal(CommandLine.Failed, tested);
        Assert.Contains("--> ", ladder, StringComparison.Ordinal);
        Assert.Contains("SIP/2.0 401", ladder, StringComparison.Ordinal);
        Assert.Contains("auth user", ladder, StringComparison.Ordinal);
        Assert.Equal(CommandLine.Ok, (await RunAsync(["remove", "cli", .. where])).Code);
        Assert.Equal(CommandLine.Failed, (await RunAsync(["remove", "cli", .. where])).Code);
        Assert.Equal(CommandLine.Failed, (await RunAsync(["test", "cli", .. where])).Code);
    }

    [Fact]
    public async Task Where_the_demo_town_lives_the_terminal_asks_this_machine_only()
    {
        string[] where = ["--database", host.ConnectionString, "--data", host.Get<DataFolder>().Root];
        await host.ExecuteAsync("""
            insert into pbx.phones (extension, organisation, ha1, algorithm, is_enabled, is_demo, changed_at)
            values ('299', '', repeat('0', 32), 'MD5', true, true, now())
            """);
        try
        {
            Assert.Equal(CommandLine.Ok, (await RunAsync(
                ["add", "generic", "--code", "far", "--user", "1", "--domain", "192.0.2.1", .. where])).Code);
            var (code, ladder, reason) = await RunAsync(["test", "far", .. where]);
            Assert.Equal(CommandLine.Failed, code);
            Assert.DoesNotContain("-->", ladder, StringComparison.Ordinal);
            Assert.Contains("--no-demo", reason, StringComparison.Ordinal);
        }
        finally
        {
            await RunAsync(["remove", "far", .. where]);
            await host.ExecuteAsync("delete from pbx.phones where extension = '299'");
        }
    }

    [Fact]
    public async Task A_password_that_is_announced_has_to_come()
    {
        string[] where = ["--database", host.ConnectionString, "--data", host.Get<DataFolder>().Root];
        string[] wish = ["add", "generic", "--code", "told", "--user", "1", "--domain", "127.0.80.70", .. where];
        Assert.Equal(CommandLine.Usage, (await RunAsync([.. wish, "--password-stdin"])).Code);
        Assert.Equal(CommandLine.Usage, (await RunAsync(["list", "--password-stdin"])).Code);
    }

    [Theory]
    [InlineData]
    [InlineData("add")]
    [InlineData("add", "nobody")]
    [InlineData("add", "uis")]
    [InlineData("add", "uis", "--user", "1", "--port", "x")]
    [InlineData("add", "uis", "--user", "1", "--port", "70000")]
    [InlineData("add", "uis", "--user", "1", "--transport", "smoke")]
    [InlineData("add", "uis", "--user")]
    [InlineData("test")]
    [InlineData("list", "--call", "x")]
    public async Task Words_that_mean_nothing_are_usage(params string[] words)
    {
        var (code, said, reason) = await RunAsync(words);
        Assert.Equal(CommandLine.Usage, code);
        Assert.Empty(said);
        Assert.NotEmpty(reason);
    }

    [Fact]
    public void Every_finding_has_words_in_every_language()
    {
        foreach (var language in ApiTexts.Languages)
        {
            var texts = LineTexts.In(language);
            Assert.All(Enum.GetValues<Pbx.Calls.TrunkFinding>(), f => Assert.NotEmpty(texts.Get(f, "")));
            Assert.Equal(LineTexts.In("ru").Keys.Order(), texts.Keys.Order());
        }

        Assert.Equal("uk", LineTexts.LanguageOf(name => name == "LANG" ? "uk_UA.UTF-8" : null));
        Assert.Equal("en", LineTexts.LanguageOf(_ => "C"));
    }

    private static ScriptedOperator Registrar(string address) => new(address, m => m.Method switch
    {
        "REGISTER" when m["Authorization"].Length == 0 => ScriptedOperator.Challenge(m, "n"),
        "REGISTER" when ScriptedOperator.Knows(m, "0332750", Password, "n") =>
            ScriptedOperator.Registered(m, int.Parse(m["Expires"])),
        "REGISTER" => ScriptedOperator.Challenge(m, "n"),
        "OPTIONS" => ScriptedOperator.Response(m, 200),
        _ => null,
    });

    private static Dictionary<string, object?> Wish(JsonElement preset, ScriptedOperator registrar)
    {
        var wish = preset.EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value);
        (wish["code"], wish["name"], wish["user"]) = ("uis", "UIS", "0332750");
        (wish["domain"], wish["port"]) = (registrar.Local.Address.ToString(), registrar.Local.Port);
        return wish;
    }

    private static List<string?> Findings(JsonElement report) =>
        [.. report.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("finding").GetString())];

    private static async Task<JsonElement> TestAsync(ApiClient admin)
    {
        using var answer = await admin.PostAsync("/api/trunks/uis/test", new { });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await ApiClient.ReadAsync(answer);
    }

    private static async Task<JsonElement> UntilAsync(ApiClient admin, Func<string?, bool> isSo)
    {
        JsonElement line = default;
        await UntilTrueAsync(async () =>
        {
            line = (await admin.JsonAsync("/api/trunks")).EnumerateArray().Single();
            return isSo(line.GetProperty("state").GetProperty("condition").GetString());
        });
        return line;
    }

    private static Task UntilTrueAsync(Func<bool> isSo) => UntilTrueAsync(() => Task.FromResult(isSo()));

    private static async Task UntilTrueAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await isSo())
        {
            await beat.WaitForNextTickAsync(patience.Token);
        }
    }

    private static async Task<(int Code, string Said, string Reason)> RunAsync(params string[] words)
    {
        using var said = new StringWriter();
        using var reason = new StringWriter();
        using var typed = new StringReader("");
        var code = await new TrunkCommand(
            TimeProvider.System, new PasswordInput(
                typed, false, () => throw new InvalidOperationException(), _ => throw new InvalidOperationException()))
            .RunAsync(words, said, reason, CancellationToken.None);
        return (code, said.ToString().Trim(), reason.ToString().Trim());
    }

    private async Task<string> MetricsAsync()
    {
        using var answer = await host.Stranger().GetAsync("/metrics");
        return await answer.Content.ReadAsStringAsync();
    }
}
