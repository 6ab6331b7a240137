using System.Security.Cryptography;

namespace Zhkh.Dispatch.Tests;

public sealed class CrewLinksTests(CrewTown town) : IClassFixture<CrewTown>
{
    private readonly byte[] _browser = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public async Task Of_twenty_browsers_that_open_a_link_at_once_one_keeps_it()
    {
        var (_, token) = await LinkAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            OpenAsync(token, RandomNumberGenerator.GetBytes(32))));
        Assert.Single(answers, a => a.Verdict == LinkVerdict.Opened);
        Assert.Equal(19, answers.Count(a => a.Verdict == LinkVerdict.Taken));
        Assert.All(answers.Where(a => a.Verdict == LinkVerdict.Taken), a => Assert.Null(a.AssignmentId));
    }

    [Fact]
    public async Task The_browser_that_opened_it_comes_back_as_often_as_it_likes_and_is_one_line()
    {
        var (order, token) = await LinkAsync();
        for (var time = 0; time < 3; time++)
        {
            Assert.Equal((LinkVerdict.Opened, (Guid?)order), Short(await OpenAsync(token, _browser)));
        }

        Assert.Equal(1L, await town.Centre.Database.ScalarAsync<long>(
            $"select count(*) from dispatch.assignment_steps where assignment_id = '{order}' and what = 'opened'"));
    }

    [Fact]
    public async Task The_tables_know_neither_token_nor_browser()
    {
        var (order, token) = await LinkAsync();
        await OpenAsync(token, _browser);
        var row = await town.Centre.Database.ScalarAsync<string>($"""
            select encode(token_hash, 'hex') || encode(browser_hash, 'hex') from dispatch.crew_links
            where assignment_id = '{order}'
            """);
        var secret = System.Buffers.Text.Base64Url.DecodeFromChars(token);
        Assert.Equal(16, secret.Length);
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(secret)) + Convert.ToHexStringLower(SHA256.HashData(_browser)), row);
        Assert.Equal(0L, await town.Centre.Database.ScalarAsync<long>(
            $"select count(*) from dispatch.outbox where payload::text like '%{token}%'"));
    }

    [Fact]
    public async Task A_link_ends_with_its_order_and_after_done_it_lives_a_day_for_the_last_photo()
    {
        var (order, token) = await LinkAsync();
        var (_, unopened) = (order, (await SmsAsync(order)).Text.Split("/c/")[^1]);
        await OpenAsync(token, _browser);
        await town.ActAsync(order, AssignmentMove.Done);
        Assert.Equal(LinkVerdict.Ended, (await OpenAsync(unopened, _browser)).Verdict);
        Assert.Equal(LinkVerdict.Opened, (await OpenAsync(token, _browser)).Verdict);
        town.Centre.Time.Advance(TimeSpan.FromHours(25));
        Assert.Equal((LinkVerdict.Ended, (Guid?)order), Short(await OpenAsync(token, _browser)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("' or 1=1 --            ")]
    [InlineData("../../../../etc/passwd")]
    public async Task What_is_no_token_opens_nothing(string token) =>
        Assert.Equal(new LinkOpening(LinkVerdict.Unknown, null, null), await OpenAsync(token, _browser));

    [Fact]
    public async Task The_web_role_cannot_read_links()
    {
        await using var unit = await town.Centre.AsWebAsync("privolsk");
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => unit.ExecuteAsync("select * from dispatch.crew_links"));
    }

    private async Task<(Guid Order, string Token)> LinkAsync()
    {
        var order = await town.AssignAsync(await town.TicketAsync());
        var sms = await SmsAsync(order.Id);
        Assert.Contains("http://x.example/c/", sms.Text, StringComparison.Ordinal);
        return (order.Id, sms.Text.Split("/c/")[^1]);
    }

    private async Task<CrewSms> SmsAsync(Guid order) => await town.Centre.InAsync<CrewOrders, CrewSms?>(
        o => o.SmsAsync(order, 0, "http://x.example", default)) ?? throw new InvalidOperationException("No SMS");

    private Task<LinkOpening> OpenAsync(string token, byte[] browser) =>
        town.Centre.InAsync<CrewLinks, LinkOpening>(l => l.OpenAsync(token, browser, default));

    private static (LinkVerdict, Guid?) Short(LinkOpening opening) => (opening.Verdict, opening.AssignmentId);
}
