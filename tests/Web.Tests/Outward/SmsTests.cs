using System.Net;
using System.Text.Json;
using Zhkh.Web.Outward;

namespace Zhkh.Web.Tests.Outward;

/// <summary>SMS through Twilio: sent with the right words, reports believed only when signed (F8, F12).</summary>
public sealed class SmsTests : IAsyncLifetime
{
    /// <summary>As the operator sees us, through a proxy: it signs this, not where the request arrived.</summary>
    private const string PublicUrl = "https://dispatch.example.org/zhkh";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zhkh-sms");
    private FakeSmsOperator? _operator;
    private OutwardHost? _host;

    private FakeSmsOperator Operator => _operator ?? throw new InvalidOperationException("Not started");

    private OutwardHost Host => _host ?? throw new InvalidOperationException("Not started");

    public async ValueTask InitializeAsync()
    {
        _operator = await FakeSmsOperator.StartAsync();
        var secret = Path.Combine(_folder.FullName, "token");
        await File.WriteAllTextAsync(secret, FakeSmsOperator.Token);
        _host = await OutwardHost.StartAsync(
            ("Sms:Operator", "twilio"), ("Sms:BaseUrl", _operator.Address), ("Sms:Account", FakeSmsOperator.Account),
            ("Sms:SecretFile", secret), ("Sms:Sender", "+74950000000"), ("Sms:PublicUrl", PublicUrl),
            ("Sms:Organisation", "privolsk"), ("RetryFirst", "00:00:00.2"), ("ProbeMax", "00:00:00.5"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_operator is not null)
        {
            await _operator.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_SMS_goes_to_the_operator_and_its_reports_come_home_in_any_order()
    {
        await Host.QueueAsync(OutwardHost.Sms("k", "+79370000001"));
        await Host.AllAsync("sent");
        var form = Assert.Single(Operator.Taken);
        Assert.Equal(("+79370000001", "+74950000000", "Текст k"), (form["To"], form["From"], form["Body"]));
        Assert.StartsWith(PublicUrl + "/hooks/twilio/status?message=", form["StatusCallback"]);

        foreach (var status in new[] { "delivered", "sent", "queued", "delivered", "sending" })
        {
            Assert.Equal(HttpStatusCode.NoContent, await ReportAsync(form["StatusCallback"], status));
        }

        var row = (await Host.RowsAsync())["k"];
        Assert.Equal(("delivered", "delivered"), (row.State, row.Reply));
        var states = (await Host.FactsAsync("OutwardChanged")).Select(f => f.GetProperty("state").GetString());
        Assert.Equal(["sent", "delivered"], states);
    }

    [Fact]
    public async Task A_report_without_the_operator_s_signature_changes_nothing_and_is_counted()
    {
        await Host.QueueAsync(OutwardHost.Sms("k", "+79370000001"));
        await Host.AllAsync("sent");
        var callback = Operator.Taken.Single()["StatusCallback"];
        var before = await MetricAsync("zhkh_outward_hooks_unsigned{hook=\"twilio\"}");
        Assert.Equal(HttpStatusCode.Forbidden, await ReportAsync(callback, "failed", token: "another token"));
        Assert.Equal(HttpStatusCode.Forbidden, await ReportAsync(callback, "failed", signature: ""));
        Assert.Equal(HttpStatusCode.Forbidden, await ReportAsync(callback, "failed", signature: new string('A', 28)));
        // Signed for another address than the public one, as a replay against another message would be.
        Assert.Equal(HttpStatusCode.Forbidden, await ReportAsync(
            callback, "failed", signedUrl: callback.Replace("/zhkh", "", StringComparison.Ordinal)));
        Assert.Equal("sent", (await Host.RowsAsync())["k"].State);
        Assert.Equal(before + 4, await MetricAsync("zhkh_outward_hooks_unsigned{hook=\"twilio\"}"));
    }

    [Fact]
    public async Task Two_hundred_messages_reported_five_times_each_at_once_have_one_end_each()
    {
        const int count = 200;
        await Host.QueueAsync(
            [.. Enumerable.Range(0, count).Select(i => OutwardHost.Sms($"k{i}", $"+7937{i:0000000}"))]);
        await Host.AllAsync("sent");
        var reports = Operator.Taken.SelectMany(form => new[] { "sent", "delivered", "sending", "delivered", "queued" }
            .Select(status => (form["StatusCallback"], status))).ToArray();
        new Random(7).Shuffle(reports);
        await Parallel.ForEachAsync(reports, new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (report, _) => Assert.Equal(
                HttpStatusCode.NoContent, await ReportAsync(report.Item1, report.status)));
        await Host.AllAsync("delivered");
        var delivered = (await Host.FactsAsync("OutwardChanged"))
            .Where(f => f.GetProperty("state").GetString() == "delivered").ToList();
        Assert.Equal(count, delivered.Count);
        Assert.Equal(count, delivered.Select(f => f.GetProperty("messageId").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task An_SMS_whose_acknowledgement_was_lost_is_known_by_its_report()
    {
        Operator.Instead = (0, null);
        await Host.QueueAsync(OutwardHost.Sms("k", "+79370000001"));
        await Host.UntilAsync(() => Task.FromResult(!Operator.Taken.IsEmpty), "the operator took it");
        Assert.Equal(HttpStatusCode.NoContent,
            await ReportAsync(Operator.Taken.First()["StatusCallback"], "delivered"));
        await Host.AllAsync("delivered");
        var tries = Operator.Taken.Count;
        Operator.Instead = null;
        await Host.QueueAsync(OutwardHost.Sms("next", "+79370000001"));
        await Host.UntilAsync(async () => (await Host.RowsAsync())["next"].State == "sent", "the next one goes");
        Assert.Equal("delivered", (await Host.RowsAsync())["k"].State);
        Assert.Equal(tries + 1, Operator.Taken.Count);
    }

    [Fact]
    public async Task A_report_about_a_try_before_the_operator_pressed_again_belongs_to_the_past()
    {
        await Host.QueueAsync(OutwardHost.Sms("k", "+79370000001"));
        await Host.AllAsync("sent");
        var first = Operator.Taken.Single()["StatusCallback"];
        await ReportAsync(first, "undelivered");
        await Host.AllAsync("failed");
        await Host.Work.RunAsync(Zhkh.Web.Storage.DatabasePool.Jobs, async services => await ((OutwardBook)services
            .GetService(typeof(OutwardBook))!).RetryAsync(
                (await Host.RowsAsync())["k"].Id, CancellationToken.None), CancellationToken.None);
        await Host.AllAsync("sent");
        await ReportAsync(first, "undelivered");
        Assert.Equal("sent", (await Host.RowsAsync())["k"].State);
        await ReportAsync(Operator.Taken.Last()["StatusCallback"], "delivered");
        Assert.Equal("delivered", (await Host.RowsAsync())["k"].State);
    }

    [Theory]
    [InlineData(400, """{"code":21211,"message":"not a number","status":400}""", "failed", "400 21211 not a number")]
    [InlineData(429, """{"code":20429,"message":"Too Many Requests"}""", "queued", "429 20429 Too Many Requests")]
    [InlineData(500, "<html>oops</html>", "queued", "500")]
    [InlineData(401, """{"code":20003,"message":"Authenticate"}""", "queued", "401 20003 Authenticate")]
    public async Task What_the_operator_answers_is_judged_and_kept(int status, string body, string state, string reply)
    {
        Operator.Instead = (status, body);
        await Host.QueueAsync(OutwardHost.Sms("k", "+79370000001"));
        await Host.UntilAsync(async () => (await Host.RowsAsync())["k"].Reply is not null, "an answer");
        Assert.Equal(reply, (await Host.RowsAsync())["k"].Reply);
        Operator.Instead = null;
        var end = state == "failed" ? "failed" : "sent";
        await Host.UntilAsync(async () => (await Host.RowsAsync())["k"].State == end, "the end");
    }

    [Fact]
    public async Task An_SMS_that_arrives_is_one_fact_however_often_it_is_told()
    {
        const int count = 50;
        var arrivals = Enumerable.Range(0, count * 5).Select(i => i % count).ToArray();
        new Random(3).Shuffle(arrivals);
        await Parallel.ForEachAsync(arrivals, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            var (status, body) = await PostAsync($"{PublicUrl}/hooks/twilio/sms", new()
            {
                ["MessageSid"] = $"SM{i}", ["From"] = "+79370000001", ["To"] = "+74950000000", ["Body"] = $"Принял {i}",
            });
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains("<Response></Response>", body);
        });
        var facts = await Host.FactsAsync("SmsArrived");
        Assert.Equal(count, facts.Count);
        Assert.Equal(count, facts.Select(fact => fact.GetProperty("text").GetString()).Distinct().Count());
        Assert.All(facts, fact => Assert.Equal(("privolsk", "+79370000001"),
            (fact.GetProperty("organisation").GetString(), fact.GetProperty("from").GetString())));
        // Nonsense is refused like a forgery, it breaks nothing.
        var (nonsense, _) = await PostAsync($"{PublicUrl}/hooks/twilio/sms", new() { ["Body"] = "\0" });
        Assert.Equal(HttpStatusCode.Forbidden, nonsense);
        var (forged, _) = await PostAsync($"{PublicUrl}/hooks/twilio/sms", new() { ["MessageSid"] = "SMx" }, "guess");
        Assert.Equal(HttpStatusCode.Forbidden, forged);
    }

    private async Task<HttpStatusCode> ReportAsync(
        string callback, string status, string token = FakeSmsOperator.Token, string? signature = null,
        string? signedUrl = null) => (await PostAsync(callback, new()
        {
            ["MessageSid"] = "SM1", ["MessageStatus"] = status, ["To"] = "+79370000001", ["From"] = "+74950000000",
        }, token, signature, signedUrl)).Status;

    /// <summary>As the operator posts: signed for the public address, arriving where the proxy leads.</summary>
    private async Task<(HttpStatusCode Status, string Body)> PostAsync(
        string url, Dictionary<string, string> form, string token = FakeSmsOperator.Token, string? signature = null,
        string? signedUrl = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(Host.Address, new Uri(url).PathAndQuery["/zhkh".Length..]))
        {
            Content = new FormUrlEncodedContent(form),
        };
        // The URL that arrives has no /zhkh: the proxy took it off, and the host puts PublicUrl in its place.
        request.Headers.TryAddWithoutValidation(
            TwilioSignature.Header, signature ?? TwilioSignature.Of(token, signedUrl ?? url, form));
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<double> MetricAsync(string series)
    {
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri(Host.Address, "/metrics"));
        return text.Split('\n').Where(line => line.StartsWith(series, StringComparison.Ordinal))
            .Select(line => double.Parse(line[series.Length..], System.Globalization.CultureInfo.InvariantCulture))
            .SingleOrDefault();
    }
}
