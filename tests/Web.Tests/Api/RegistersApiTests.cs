using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Zhkh.Web.Access;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Tests.Api;

/// <summary>A bank's file over the API: brought, looked at, posted, taken back; and what is tried with files.</summary>
public sealed class RegistersApiTests(TestHost host)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_register_is_brought_posted_by_the_host_and_reversed()
    {
        using var person = await host.SignInAsync("billing");
        var before = await BalanceAsync(person, "4406118");
        var csv = "date;operationId;account;payer;amount\r\n2026-10-05;api1;4406118;=HYPERLINK(1);100,00\r\n"
            + "2026-10-05;api2;777;@SUM(A1);50,00\r\nnever;api3;4406118;x;1,00\r\n";
        using var brought = await UploadAsync(person, csv);
        Assert.Equal(HttpStatusCode.Created, brought.StatusCode);
        var register = await ApiClient.ReadAsync(brought);
        Assert.Equal(("preview", "utf-8", 3, 15_100L), (Text(register, "status"), Text(register, "encoding"),
            register.GetProperty("rows").GetInt32(), register.GetProperty("amount").GetInt64()));
        var error = register.GetProperty("errors")[0];
        Assert.Equal((4, "badDate", "Дата или время не читается"),
            (error.GetProperty("line").GetInt32(), Text(error, "code"), Text(error, "text")));
        var id = Text(register, "id");
        using var same = await UploadAsync(person, csv);
        Assert.Equal((HttpStatusCode.OK, id), (same.StatusCode, Text(await ApiClient.ReadAsync(same), "id")));

        using var ordered = await person.PostAsync($"/api/registers/{id}/post", null);
        Assert.Equal(HttpStatusCode.Accepted, ordered.StatusCode);
        await UntilAsync(person, id, "posted");
        Assert.Equal(before - 10_000, await BalanceAsync(person, "4406118"));
        var rows = (await person.JsonAsync($"/api/registers/{id}/rows?state=unidentified")).GetProperty("items");
        Assert.Equal("Такого лицевого счёта нет", Text(rows[0], "reason"));

        using var reversed = await person.PostAsync($"/api/registers/{id}/reverse", new { reason = "не тот месяц" });
        Assert.Equal(HttpStatusCode.Accepted, reversed.StatusCode);
        await UntilAsync(person, id, "reversed");
        Assert.Equal(before, await BalanceAsync(person, "4406118"));
        using var again = await person.PostAsync($"/api/registers/{id}/reverse", new { reason = "ещё раз" });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal("/problems/registerNotReversible", Text(await ApiClient.ReadAsync(again), "type"));
    }

    [Fact]
    public async Task The_list_of_errors_runs_no_formula_in_a_spreadsheet()
    {
        using var person = await host.SignInAsync("billing");
        string[] payloads = ["=1+1", "+7937", "-2+3", "@SUM(A1)", "\t=1", "  =cmd|x", "＝1", "\"=1\"", "a;b", "мир"];
        var csv = new StringBuilder("date;operationId;account;payer;address;amount\r\n");
        for (var i = 0; i < payloads.Length; i++)
        {
            csv.Append($"2026-10-05;inj{i};7{i};\"{payloads[i].Replace("\"", "\"\"")}\";\"{payloads[i].Replace("\"", "\"\"")}\";1\r\n");
        }

        using var brought = await UploadAsync(person, csv.ToString());
        var id = Text(await ApiClient.ReadAsync(brought), "id");
        using var answer = await person.GetAsync($"/api/registers/{id}/errors.csv");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(payloads.Length + 1, lines.Length);
        Assert.All(lines.SelectMany(l => l.TrimStart('\uFEFF').Split(';')), cell => Assert.False(
            Shown(cell).TrimStart(' ') is ['=' or '+' or '-' or '@' or '\t' or '＝', ..], cell));
        Assert.Contains("мир", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unidentified_payment_is_given_to_the_account_that_was_suggested()
    {
        using var person = await host.SignInAsync("billing");
        using var brought = await UploadAsync(person,
            "date;operationId;account;payer;amount\r\n2026-10-06;whose1;5;Мельник Галина;12,34\r\n");
        var id = Text(await ApiClient.ReadAsync(brought), "id");
        await person.PostAsync($"/api/registers/{id}/post", null);
        await UntilAsync(person, id, "posted");
        var open = (await person.JsonAsync("/api/unidentified-payments?organisation=privolsk&limit=200"))
            .GetProperty("items").EnumerateArray().Single(p => Text(p, "operationId") == "whose1");
        var suggestion = open.GetProperty("suggestions").EnumerateArray()
            .First(s => Text(s, "accountNumber") == "4406007");
        Assert.Equal("по плательщику", Text(suggestion, "why"));
        var before = await BalanceAsync(person, "4406007");
        using var given = await person.PostAsync(
            $"/api/unidentified-payments/{Text(open, "id")}/assign", new { accountNumber = "4406007" });
        Assert.Equal(HttpStatusCode.NoContent, given.StatusCode);
        Assert.Equal(before - 1_234, await BalanceAsync(person, "4406007"));
        using var returned = await person.PostAsync(
            $"/api/unidentified-payments/{Text(open, "id")}/return", new { reason = "поздно" });
        Assert.Equal(HttpStatusCode.Conflict, returned.StatusCode);
    }

    [Fact]
    public async Task A_payment_at_the_desk_and_its_reversal_keep_their_keys()
    {
        using var person = await host.SignInAsync("billing");
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        using var first = await person.PostAsync("/api/accounts/4406032/payments", new { amount = 500 }, key);
        using var second = await person.PostAsync("/api/accounts/4406032/payments", new { amount = 500 }, key);
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        using var other = await person.PostAsync("/api/accounts/4406032/payments", new { amount = 501 }, key);
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        var posting = Text(await ApiClient.ReadAsync(first), "postingId");
        var path = $"/api/postings/{posting}/reversal";
        using var back = await person.PostAsync(path, new { reason = "ошибка" }, ("Idempotency-Key", "back-1"));
        using var retried = await person.PostAsync(path, new { reason = "ошибка" }, ("Idempotency-Key", "back-1"));
        using var twice = await person.PostAsync(path, new { reason = "ошибка" }, ("Idempotency-Key", "back-2"));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.Conflict),
            (back.StatusCode, retried.StatusCode, twice.StatusCode));
        Assert.Equal(await back.Content.ReadAsStringAsync(), await retried.Content.ReadAsStringAsync());
        using var unknown = await person.PostAsync(
            $"/api/postings/{Guid.NewGuid()}/reversal", new { reason = "ошибка" });
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task The_name_of_a_file_is_shown_and_never_used()
    {
        using var person = await host.SignInAsync("billing");
        using var brought = await UploadAsync(person, "date;operationId;account;amount\r\n2026-10-05;n1;1;1\r\n",
            name: "../../../etc/passwd\0\n.csv");
        Assert.Equal("passwd.csv", Text(await ApiClient.ReadAsync(brought), "fileName"));
        Assert.Empty(Directory.EnumerateFiles(host.Get<DataFolder>().Uploads));
    }

    [Fact]
    public async Task What_is_too_large_is_refused_and_leaves_nothing()
    {
        using var person = await host.SignInAsync("billing");
        using var refused = await UploadAsync(person, new LongStream(64L * 1024 * 1024 + 1));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Empty(Directory.EnumerateFiles(host.Get<DataFolder>().Uploads));
    }

    [Fact]
    public async Task Another_organisation_neither_brings_nor_sees_nor_posts()
    {
        using var own = await host.SignInAsync("billing");
        using var brought = await UploadAsync(own, "date;operationId;account;amount\r\n2026-10-05;f1;4406118;1\r\n");
        var id = Text(await ApiClient.ReadAsync(brought), "id");
        await host.Get<Operators>().AddAsync("foreign-billing", "Чужа людина", Role.Billing,
            ["khmelnytske"], null, "demo", CancellationToken.None);
        using var foreign = await host.SignInAsync("foreign-billing");
        using var upload = await UploadAsync(foreign, "date;operationId;account;amount\r\n2026-10-05;f2;1;1\r\n");
        Assert.Equal(HttpStatusCode.NotFound, upload.StatusCode);
        foreach (var path in new[] { "", "/rows", "/errors.csv" })
        {
            using var seen = await foreign.GetAsync($"/api/registers/{id}{path}");
            Assert.Equal(HttpStatusCode.NotFound, seen.StatusCode);
        }

        using var posted = await foreign.PostAsync($"/api/registers/{id}/post", null);
        using var reversed = await foreign.PostAsync($"/api/registers/{id}/reverse", new { reason = "x" });
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (posted.StatusCode, reversed.StatusCode));
        Assert.All((await foreign.JsonAsync("/api/registers?limit=200")).GetProperty("items").EnumerateArray(),
            r => Assert.Equal("khmelnytske", Text(r, "organisation")));
        Assert.Equal("preview", Text(await own.JsonAsync($"/api/registers/{id}"), "status"));
    }

    [Fact]
    public async Task A_clerk_looks_and_does_not_post()
    {
        using var clerk = await host.SignInAsync("clerk");
        await clerk.JsonAsync("/api/registers");
        var profiles = await clerk.JsonAsync("/api/registers/profiles?organisation=privolsk");
        Assert.Equal(["csv", "sber-classic"], profiles.EnumerateArray().Select(p => Text(p, "code")).Order());
        using var upload = await UploadAsync(clerk, "x");
        Assert.Equal(HttpStatusCode.Forbidden, upload.StatusCode);
    }

    /// <summary>What a spreadsheet makes of a cell.</summary>
    private static string Shown(string cell) =>
        cell is ['"', .. var inner, '"'] ? inner.Replace("\"\"", "\"", StringComparison.Ordinal) : cell;

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static async Task<long> BalanceAsync(ApiClient person, string account) =>
        (await person.JsonAsync($"/api/accounts/{account}")).GetProperty("balance").GetInt64();

    private static async Task UntilAsync(ApiClient person, string id, string status)
    {
        var clock = Stopwatch.StartNew();
        while (Text(await person.JsonAsync($"/api/registers/{id}"), "status") is var now && now != status)
        {
            Assert.True(clock.Elapsed < Patience, $"{now} and not {status} after {Patience}");
            await Task.Delay(50);
        }
    }

    private static Task<HttpResponseMessage> UploadAsync(ApiClient person, string text, string name = "реестр.csv") =>
        UploadAsync(person, new MemoryStream(Encoding.UTF8.GetBytes(text)), name);

    private static Task<HttpResponseMessage> UploadAsync(ApiClient person, Stream body, string name = "реестр.csv") =>
        person.UploadAsync(
            $"/api/registers?organisation=privolsk&profile=csv&name={Uri.EscapeDataString(name)}", body);

    /// <summary>So many letters, and a length that is not said beforehand.</summary>
    private sealed class LongStream(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(_left, count);
            buffer.AsSpan(offset, read).Fill((byte)'x');
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
