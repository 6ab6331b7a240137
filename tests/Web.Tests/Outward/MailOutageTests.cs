using System.Net;

namespace Zhkh.Web.Tests.Outward;

/// <summary>RELIABILITY F8: the mail server fails in every way there is; nothing is lost, nothing is sent twice unseen.
/// </summary>
public sealed class MailOutageTests : IAsyncLifetime
{
    private const int Letters = 30;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zhkh-mail");
    private TestCertificate? _certificate;
    private FakeMailServer? _server;
    private OutwardHost? _host;

    private FakeMailServer Server => _server ?? throw new InvalidOperationException("Not started");

    private OutwardHost Host => _host ?? throw new InvalidOperationException("Not started");

    public async ValueTask InitializeAsync()
    {
        var address = IPAddress.Parse("127.0.61.1");
        _certificate = new TestCertificate(address, _folder.FullName);
        _server = new FakeMailServer(address, _certificate);
        _host = await OutwardHost.StartAsync(
            ("Smtp:Host", "127.0.61.1"), ("Smtp:Port", $"{_server.Port}"), ("Smtp:From", "ads@example.org"),
            ("Smtp:CaFile", _certificate.CaFile), ("Smtp:ConnectTimeout", "00:00:02"),
            ("Smtp:CommandTimeout", "00:00:04"), ("Smtp:DataTimeout", "00:00:30"), ("RetryFirst", "00:00:01"),
            ("ProbeMax", "00:00:01"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _certificate?.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(MailMode.Refuse)]
    [InlineData(MailMode.Hang)]
    [InlineData(MailMode.Busy)]
    [InlineData(MailMode.Later)]
    [InlineData(MailMode.AckLost)]
    [InlineData(MailMode.Slow)]
    [InlineData(MailMode.TlsBroken)]
    [InlineData(MailMode.NoTls)]
    public async Task Every_letter_gets_through_once_the_server_is_well_again(MailMode mode)
    {
        await Server.BeAsync(mode);
        await Host.QueueAsync([.. Enumerable.Range(0, Letters)
            .Select(i => OutwardHost.Letter($"k{i}", $"r{i}@example.org"))]);
        // Tried several times, in vain (or, while slow, with success): the outage is real.
        await Host.UntilAsync(async () => mode switch
        {
            MailMode.Refuse => (await Host.RowsAsync()).Values.Count(row => row.Reply is not null) >= 4,
            MailMode.AckLost => Server.Taken.Count >= 4,
            _ => Server.Talks >= 4,
        }, "tries in vain");
        if (mode is not MailMode.AckLost and not MailMode.Slow)
        {
            Assert.Empty(Server.Taken);
        }

        await Server.BeAsync(MailMode.Well);
        await Host.AllAsync("sent");   // within 30 s, as F8 says

        var ids = (await Host.RowsAsync()).Values.Select(row => $"{row.Id:N}@localhost.localdomain").ToList();
        Assert.Equal(ids.Order(), Server.Taken.Distinct().Order());
        if (mode != MailMode.AckLost)
        {
            Assert.Equal(Letters, Server.Taken.Count);
        }

        var facts = await Host.FactsAsync("OutwardChanged");
        Assert.Equal(Letters, facts.Count(fact => fact.GetProperty("state").GetString() == "sent"));
        Assert.All(facts.Where(fact => fact.GetProperty("state").GetString() == "sent"),
            fact => Assert.Equal("250 2.0.0 queued", fact.GetProperty("reply").GetString()));
    }

    [Fact]
    public async Task One_full_mailbox_stops_nobody_else()
    {
        await Server.BeAsync(MailMode.Later);
        await Host.QueueAsync(OutwardHost.Letter("k0", "full@example.org"));
        await Host.UntilAsync(async () => (await Host.RowsAsync())["k0"].Attempts >= 2, "two tries");
        Assert.Equal("451 4.7.1 come back later", (await Host.RowsAsync())["k0"].Reply);
        await Server.BeAsync(MailMode.Well);
        await Host.QueueAsync(OutwardHost.Letter("k1", "free@example.org"));
        await Host.AllAsync("sent");
    }
}
