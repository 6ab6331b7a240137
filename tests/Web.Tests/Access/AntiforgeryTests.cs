using System.Net;

namespace Zhkh.Web.Tests.Access;

public sealed class AntiforgeryTests(TestHost host)
{
    [Fact]
    public async Task Unsafe_request_without_the_header_is_refused()
    {
        using var client = await host.SignInAsync("dispatcher");
        client.Antiforgery = null;
        await AssertForgedAsync(client.SendAsync(HttpMethod.Delete, "/api/session", null));
        await client.JsonAsync("/api/session");   // still signed in
    }

    [Fact]
    public async Task Another_sessions_token_does_not_fit()
    {
        using var client = await host.SignInAsync("dispatcher");
        using var other = await host.SignInAsync("dispatcher2");
        client.Antiforgery = other.Antiforgery;
        await AssertForgedAsync(client.SendAsync(HttpMethod.Delete, "/api/session", null));
    }

    [Theory]
    [InlineData("Origin", "https://evil.example.net")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task What_another_site_sends_is_refused_before_the_password_is_looked_at(string header, string value)
    {
        using var client = host.Stranger();
        await AssertForgedAsync(
            client.PostAsync("/api/session", new { user = "dispatcher", password = "demo" }, (header, value)));
    }

    [Fact]
    public async Task The_own_page_may_sign_in()
    {
        using var client = host.Stranger();
        using var answer = await client.PostAsync("/api/session", new { user = "dispatcher", password = "demo" },
            ("Origin", client.Origin), ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task AssertForgedAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("/problems/forged", (await ApiClient.ReadAsync(answer)).GetProperty("type").GetString());
    }
}
