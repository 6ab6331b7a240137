using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Zhkh.Testing;

namespace Zhkh.Web.Tests.Phones;

/// <summary>An administrator adds a telephone, hands out its settings, and removes it.</summary>
public sealed class PhonesApiTests(TestHost host)
{
    private int SipPort => host.Get<Zhkh.Pbx.Exchange>().BoundEndpoints[0].Port;

    [Fact]
    public async Task A_phone_registers_with_what_its_file_says_is_seen_and_is_gone_at_once_when_it_is_removed()
    {
        using var admin = await host.SignInAsync("admin");
        await AddAsync(admin, "291", label: "Стойка 2");
        var link = await LinkAsync(admin, "291");
        using var file = await host.Stranger().GetAsync(PathOf(link, "linphone"));
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        var entries = XDocument.Parse(await file.Content.ReadAsStringAsync()).Descendants()
            .Where(e => e.Name.LocalName == "entry" && e.Parent!.Attribute("name")!.Value == "auth_info_0")
            .ToDictionary(e => e.Attribute("name")!.Value, e => e.Value);
        Assert.Equal(Md5($"291:zhkh:{link.GetProperty("password").GetString()}"), entries["ha1"]);

        using var phone = new WirePeer(new IPEndPoint(IPAddress.Loopback, SipPort), "127.0.76.1");
        Assert.Equal(200, await RegisterAsync(phone, "291", link.GetProperty("password").GetString()!));
        var seen = await PhoneAsync(admin, "291");
        Assert.True(seen.GetProperty("registered").GetBoolean());
        var place = seen.GetProperty("places")[0];
        Assert.Equal("Desk?1.0 " + new string('x', 55), place.GetProperty("model").GetString());
        Assert.StartsWith("127.0.76.1:", place.GetProperty("address").GetString(), StringComparison.Ordinal);
        Assert.Equal("udp", place.GetProperty("transport").GetString());

        using var removed = await admin.SendAsync(HttpMethod.Delete, "/api/phones/291", null);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await UntilAsync(() => Task.FromResult(!host.Get<Zhkh.Pbx.Exchange>().Registrations.Users().Contains("291")));
        using var gone = await host.Stranger().GetAsync(PathOf(link, "linphone"));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_removed_phone_of_the_demo_stays_removed_at_the_next_start()
    {
        using var admin = await host.SignInAsync("admin");
        using var removed = await admin.SendAsync(HttpMethod.Delete, "/api/phones/218", null);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await host.Get<Zhkh.Web.Hosting.DemoPhones>().AddAsync(CancellationToken.None);
        Assert.Equal("217 219", await host.ScalarAsync<string>("""
            select string_agg(extension, ' ' order by extension) from pbx.phones
            where extension in ('217', '218', '219')
            """));
        await AddAsync(admin, "218");   // somebody wants it back: with a password of its own
        Assert.False(await host.ScalarAsync<bool>("select is_demo from pbx.phones where extension = '218'"));
    }

    [Fact]
    public async Task What_cannot_be_written_into_the_audit_does_not_happen_to_a_phone_or_its_link()
    {
        using var admin = await host.SignInAsync("admin");
        await AddAsync(admin, "294", label: "До");
        await host.ExecuteAsync("""
            create function pg_temp_refuse_audit() returns trigger language plpgsql as
                $$ begin raise exception 'the audit is full'; end $$;
            create constraint trigger refused_294 after insert on web.audit deferrable initially deferred
                for each row when (new.subject = '294') execute function pg_temp_refuse_audit();
            """);
        try
        {
            var state = "select label || ' ' || ha1 from pbx.phones where extension = '294'";
            var before = await host.ScalarAsync<string>(state);
            using var changed = await admin.SendAsync(HttpMethod.Put, "/api/phones/294", new
            {
                label = "После", reach = "internal", enabled = true, organisation = "privolsk",
            });
            using var linked = await admin.PostAsync("/api/phones/294/link", new { transport = "udp" });
            using var removed = await admin.SendAsync(HttpMethod.Delete, "/api/phones/294", null);
            Assert.All([changed, linked, removed], answer => Assert.True((int)answer.StatusCode >= 500));
            Assert.Equal(before, await host.ScalarAsync<string>(state));
            Assert.Equal(0L, await host.ScalarAsync<long>(
                "select count(*) from pbx.phone_links where extension = '294'"));
        }
        finally
        {
            await host.ExecuteAsync("drop function pg_temp_refuse_audit() cascade");
        }
    }

    [Fact]
    public async Task A_new_link_ends_the_old_one_and_the_old_password()
    {
        using var admin = await host.SignInAsync("admin");
        await AddAsync(admin, "232");
        var first = await LinkAsync(admin, "232");
        using var phone = new WirePeer(new IPEndPoint(IPAddress.Loopback, SipPort), "127.0.76.2");
        Assert.Equal(200, await RegisterAsync(phone, "232", first.GetProperty("password").GetString()!));
        var second = await LinkAsync(admin, "232");
        Assert.NotEqual(first.GetProperty("password").GetString(), second.GetProperty("password").GetString());
        await UntilAsync(async () => !(await PhoneAsync(admin, "232")).GetProperty("registered").GetBoolean());
        using var old = await host.Stranger().GetAsync(PathOf(first, "microsip"));
        Assert.Equal(HttpStatusCode.NotFound, old.StatusCode);
        using var current = await host.Stranger().GetAsync(PathOf(second, "microsip"));
        Assert.Equal(HttpStatusCode.OK, current.StatusCode);
    }

    [Fact]
    public async Task A_link_ends_after_an_hour_and_after_ten_openings_and_each_opening_is_audited()
    {
        using var admin = await host.SignInAsync("admin");
        await AddAsync(admin, "233");
        var link = await LinkAsync(admin, "233");
        using var phone = host.Stranger();
        for (var i = 0; i < 10; i++)
        {
            using var answer = await phone.GetAsync(PathOf(link, "microsip"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }

        using var eleventh = await phone.GetAsync(PathOf(link, "microsip"));
        Assert.Equal(HttpStatusCode.NotFound, eleventh.StatusCode);
        Assert.Equal(10L, await host.ScalarAsync<long>(
            "select count(*) from web.audit where subject = '233' and detail = 'settings fetched'"));

        var next = await LinkAsync(admin, "233");
        await host.ExecuteAsync(
            "update pbx.phone_links set expires_at = now() - interval '1 second' where extension = '233'");
        using var late = await phone.GetAsync(PathOf(next, "microsip"));
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
    }

    [Fact]
    public async Task Nothing_of_a_password_is_kept_in_the_open()
    {
        using var admin = await host.SignInAsync("admin");
        await AddAsync(admin, "234");
        var password = (await LinkAsync(admin, "234")).GetProperty("password").GetString()!;
        var rows = await host.ScalarAsync<string>(
            "select string_agg(l::text, '') || (select string_agg(p::text, '') from pbx.phones p) "
            + "from pbx.phone_links l");
        Assert.DoesNotContain(password, rows, StringComparison.Ordinal);
        Assert.DoesNotContain(password, (await admin.JsonAsync("/api/phones")).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0L, await host.ScalarAsync<long>(
            $"select count(*) from web.audit where audit::text like '%{password}%'"));
    }

    [Theory]
    [InlineData("{\"extension\":\"100\",\"reach\":\"country\"}", "extension")]
    [InlineData("{\"extension\":\"2x1\",\"reach\":\"country\"}", "extension")]
    [InlineData("{\"extension\":\"240\",\"reach\":\"premium\"}", null)]
    [InlineData("{\"extension\":\"240\"}", "reach")]
    [InlineData("{\"extension\":\"240\",\"reach\":\"country\",\"mac\":\"00:11:22\"}", "mac")]
    [InlineData("{\"extension\":\"240\",\"reach\":\"country\",\"minutesPerDay\":-1}", "minutesPerDay")]
    [InlineData("{\"extension\":\"240\",\"reach\":\"country\",\"label\":\"a\\nserver=evil\"}", "label")]
    [InlineData("{\"extension\":\"240\",\"reach\":\"country\",\"label\":\"a\\u202Eb\"}", "label")]
    public async Task A_bad_setting_is_refused_by_its_name(string body, string? field)
    {
        using var admin = await host.SignInAsync("admin");
        using var answer = await admin.PostAsync("/api/phones", JsonDocument.Parse(body).RootElement);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        if (field is not null)
        {
            Assert.Contains(field, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("pbx.example:5060\nproxy=evil")]
    [InlineData("evil host")]
    [InlineData("host:99999")]
    [InlineData("[::1")]
    [InlineData("\"><script>")]
    public async Task A_server_that_is_none_is_refused(string server)
    {
        using var admin = await host.SignInAsync("admin");
        using var answer = await admin.PostAsync("/api/phones/201/link", new { transport = "udp", server });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Wrong_tokens_learn_nothing_and_are_soon_told_to_wait()
    {
        await using var own = new TestHost();   // the count is by address, and this one is used up
        await own.InitializeAsync();
        using var stranger = own.Stranger();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 7; i++)
        {
            using var answer = await stranger.GetAsync($"/provision/{Guid.NewGuid():N}/001122334455.cfg");
            answers.Add(answer.StatusCode);
        }

        Assert.All(answers[..5], status => Assert.Equal(HttpStatusCode.NotFound, status));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }

    [Fact]
    public async Task Number_and_device_belong_to_one_phone()
    {
        using var admin = await host.SignInAsync("admin");
        await AddAsync(admin, "235", mac: "00-15-65-AA-BB-01");
        Assert.Equal("00156" + "5aabb01", (await PhoneAsync(admin, "235")).GetProperty("mac").GetString());
        using var same = await admin.PostAsync(
            "/api/phones", new { extension = "235", organisation = "privolsk", reach = "country" });
        Assert.Equal(HttpStatusCode.Conflict, same.StatusCode);
        using var device = await admin.PostAsync("/api/phones", new
        {
            extension = "236", organisation = "privolsk", reach = "country", mac = "001565AABB01",
        });
        Assert.Equal(HttpStatusCode.Conflict, device.StatusCode);
        var link = await LinkAsync(admin, "235");
        using var yealink = await host.Stranger().GetAsync(PathOf(link, "yealink"));
        Assert.StartsWith(
            "#!version:1.0.0.1\n", Encoding.UTF8.GetString(await yealink.Content.ReadAsByteArrayAsync()),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_far_a_phone_may_call_is_the_narrower_of_its_own_and_its_organisation_s()
    {
        using var admin = await host.SignInAsync("admin");
        await AddAsync(admin, "237", reach: "country");
        using var set = await admin.SendAsync(
            HttpMethod.Put, "/api/phones/rights/privolsk",
            new { reach = "mobile", minutesPerDay = 20, home = "+78462" });
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        await UntilAsync(() => Task.FromResult(host.Get<Zhkh.Pbx.Exchange>().Peers.Find("237")?.Rights
            == new Zhkh.Pbx.Numbers.DialRights(Zhkh.Pbx.Numbers.DialClass.Mobile, 20, "78462")));
        using var wrong = await admin.SendAsync(
            HttpMethod.Put, "/api/phones/rights/privolsk", new { reach = "mobile", home = "49" });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using var foreign = await admin.SendAsync(
            HttpMethod.Put, "/api/phones/rights/elsewhere", new { reach = "mobile", home = "" });
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
    }

    [Fact]
    public async Task A_phone_that_is_there_rings_when_it_is_tried_and_another_is_named()
    {
        using var admin = await host.SignInAsync("admin");
        await AddAsync(admin, "238");
        using var away = await admin.PostAsync("/api/phones/238/trial", null);
        Assert.Equal(HttpStatusCode.Conflict, away.StatusCode);
        var link = await LinkAsync(admin, "238");
        using var phone = new WirePeer(new IPEndPoint(IPAddress.Loopback, SipPort), "127.0.76.8");
        Assert.Equal(200, await RegisterAsync(phone, "238", link.GetProperty("password").GetString()!));
        using var tried = await admin.PostAsync("/api/phones/238/trial", null);
        Assert.Equal(HttpStatusCode.Accepted, tried.StatusCode);
        var invite = await phone.ReceiveAsync();
        Assert.Equal((0, "INVITE"), (invite.Status, invite.Method));
        phone.Send(phone.Response(invite, 486, "busy1"));
    }

    [Fact]
    public async Task A_phone_of_a_neighbour_does_not_exist()
    {
        await host.ExecuteAsync("insert into pbx.phones (extension, organisation, ha1, algorithm, changed_at) values "
            + "('299', 'elsewhere', repeat('0', 32), 'MD5', now()) on conflict do nothing");
        using var admin = await host.SignInAsync("admin");
        Assert.DoesNotContain(
            (await admin.JsonAsync("/api/phones")).GetProperty("items").EnumerateArray(),
            phone => phone.GetProperty("extension").GetString() == "299");
        foreach (var path in (string[])["/api/phones/299/link", "/api/phones/299/trial", "/api/phones/299/thaw"])
        {
            using var answer = await admin.PostAsync(path, new { transport = "udp" });
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        using var removed = await admin.SendAsync(HttpMethod.Delete, "/api/phones/299", null);
        Assert.Equal(HttpStatusCode.NotFound, removed.StatusCode);
    }

    private static async Task AddAsync(
        ApiClient admin, string extension, string label = "", string? mac = null, string reach = "country")
    {
        using var answer = await admin.PostAsync(
            "/api/phones", new { extension, organisation = "privolsk", label, mac, reach });
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<JsonElement> LinkAsync(ApiClient admin, string extension)
    {
        using var answer = await admin.PostAsync($"/api/phones/{extension}/link", new { transport = "udp" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private static string PathOf(JsonElement link, string make) => new Uri(link.GetProperty("files").EnumerateArray()
        .Single(file => file.GetProperty("make").GetString() == make).GetProperty("url").GetString()!).AbsolutePath;

    private static async Task<JsonElement> PhoneAsync(ApiClient client, string extension) =>
        (await client.JsonAsync("/api/phones")).GetProperty("items").EnumerateArray()
            .Single(phone => phone.GetProperty("extension").GetString() == extension);

    /// <summary>The exchange hears of a new password a moment after the answer.</summary>
    private async Task<int> RegisterAsync(WirePeer phone, string user, string password)
    {
        var exchange = host.Get<Zhkh.Pbx.Exchange>();
        var ha1 = Md5($"{user}:zhkh:{password}");
        await UntilAsync(() => Task.FromResult(exchange.Peers.Find(user)?.Ha1 == ha1));
        var uri = $"sip:127.0.0.1:{SipPort}";
        var callId = phone.NewCallId();
        string Register(int cseq, params string[] more) => phone.Request(
            "REGISTER", uri, callId, cseq, null, user, null, "f1", "", null,
            ["User-Agent: Desk\t1.0 " + new string('x', 300), "Expires: 600", .. more])
            .Replace($"To: <{uri}>", $"To: <sip:{user}@127.0.0.1>", StringComparison.Ordinal);
        phone.Send(Register(1));
        var challenge = await phone.ReceiveFinalAsync();
        Assert.Equal(401, challenge.Status);
        phone.Send(Register(2, WireDigest.Line(challenge, user, password, "REGISTER", uri)));
        return (await phone.ReceiveFinalAsync()).Status;
    }

    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    private static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        for (var i = 0; i < 600; i++)
        {
            if (await isTrue())
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        Assert.Fail("Not so within 30 s");
    }
}
