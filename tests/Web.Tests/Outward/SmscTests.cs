using System.Net;
using Zhkh.Web.Outward;

namespace Zhkh.Web.Tests.Outward;

/// <summary>SMS through smsc: its form, its errors, its signed reports.</summary>
public sealed class SmscTests : IAsyncLifetime
{
    private const string Word = "the word of the cabinet";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zhkh-smsc");
    private FakeSmsOperator? _operator;
    private OutwardHost? _host;

    private FakeSmsOperator Operator => _operator ?? throw new InvalidOperationException("Not started");

    private OutwardHost Host => _host ?? throw new InvalidOperationException("Not started");

    public async ValueTask InitializeAsync()
    {
        _operator = await FakeSmsOperator.StartAsync();
        var (secret, word) = (Path.Combine(_folder.FullName, "psw"), Path.Combine(_folder.FullName, "word"));
        await File.WriteAllTextAsync(secret, FakeSmsOperator.Token + "\n");
        await File.WriteAllTextAsync(word, Word);
        _host = await OutwardHost.StartAsync(
            ("Sms:Operator", "smsc"), ("Sms:BaseUrl", _operator.Address), ("Sms:Account", FakeSmsOperator.Account),
            ("Sms:SecretFile", secret), ("Sms:ReportSecretFile", word), ("Sms:Sender", "ADS"),
            ("RetryFirst", "00:00:00.2"), ("ProbeMax", "00:00:00.5"));
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
    public async Task An_SMS_is_sent_under_a_number_of_its_own_and_its_report_finds_it()
    {
        await Host.QueueAsync(OutwardHost.Sms("a", "+79370000001"), OutwardHost.Sms("b", "+79370000002"));
        await Host.AllAsync("sent");
        Assert.Equal(2, Operator.Taken.Select(form => form["id"]).Distinct().Count());
        Assert.All(Operator.Taken, form => Assert.Equal("ADS", form["sender"]));
        var (id, phone) = Operator.Taken.Select(form => (form["id"], form["phones"])).First();
        var key = phone == "+79370000001" ? "a" : "b";

        Assert.Equal(HttpStatusCode.Forbidden, await ReportAsync(id, phone, "20", "another word"));
        Assert.Equal("sent", (await Host.RowsAsync())[key].State);
        Assert.Equal(HttpStatusCode.OK, await ReportAsync(id, phone, "1", Word));
        Assert.Equal(HttpStatusCode.OK, await ReportAsync(id, phone, "0", Word));
        var row = (await Host.RowsAsync())[key];
        Assert.Equal(("delivered", "status 1"), (row.State, row.Reply));
    }

    [Fact]
    public async Task A_wrong_number_is_refused_at_once_and_an_empty_purse_blames_no_message()
    {
        Operator.Instead = (200, """{"error":"money","error_code":3}""");
        await Host.QueueAsync(OutwardHost.Sms("k", "+79370000001"), OutwardHost.Sms("bad", "+79370000000"));
        await Host.UntilAsync(async () => (await Host.RowsAsync())["k"].Reply == "3 money", "the operator's complaint");
        Assert.Equal(("queued", 0), ((await Host.RowsAsync())["k"].State, (await Host.RowsAsync())["k"].Attempts));
        Operator.Instead = null;
        await Host.UntilAsync(async () => await Host.RowsAsync() is var rows
            && rows["k"].State == "sent" && rows["bad"].State == "failed", "one sent, one refused");
        Assert.Equal("7 invalid number", (await Host.RowsAsync())["bad"].Reply);
    }

    private async Task<HttpStatusCode> ReportAsync(string id, string phone, string status, string word)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri(Host.Address, "/hooks/smsc/status"),
            new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["id"] = id, ["phone"] = phone, ["status"] = status,
                ["sha1"] = SmscSignature.Of(word, id, phone, status),
            }));
        return answer.StatusCode;
    }
}
