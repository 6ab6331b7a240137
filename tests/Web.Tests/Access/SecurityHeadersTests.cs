namespace Zhkh.Web.Tests.Access;

public sealed class SecurityHeadersTests(TestHost host)
{
    [Theory]
    [InlineData("/healthz")]
    [InlineData("/api/session")]
    [InlineData("/api/no-such-thing")]
    [InlineData("/some/page")]
    [InlineData("/openapi/v1.json")]
    public async Task Every_answer_carries_the_set(string path)
    {
        using var client = host.Stranger();
        using var answer = await client.GetAsync(path);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();

        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task An_answer_made_of_an_exception_carries_it_too()
    {
        using var client = await host.SignInAsync("dispatcher");
        using var answer = await client.GetAsync("/api/tickets?limit=many");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(answer.Headers.Contains("Content-Security-Policy"));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task No_two_answers_share_a_nonce()
    {
        using var client = host.Stranger();
        using var first = await client.GetAsync("/healthz");
        using var second = await client.GetAsync("/healthz");
        Assert.NotEqual(first.Headers.GetValues("Content-Security-Policy").Single(),
            second.Headers.GetValues("Content-Security-Policy").Single());
    }
}
