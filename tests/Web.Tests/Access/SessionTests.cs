using System.Net;

namespace Zhkh.Web.Tests.Access;

public sealed class SessionTests(TestHost host)
{
    [Fact]
    public async Task Right_password_gives_a_cookie_that_scripts_cannot_read_and_an_antiforgery_token()
    {
        using var client = host.Stranger();
        using var answer = await client.PostAsync("/api/session", new { user = "dispatcher", password = "demo" });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty((await ApiClient.ReadAsync(answer)).GetProperty("antiforgery").GetString()!);
    }

    [Fact]
    public async Task Who_i_am_is_told_with_organisations_and_the_token_again()
    {
        using var client = await host.SignInAsync("dispatcher");
        var session = await client.JsonAsync("/api/session");

        Assert.Equal("dispatcher", session.GetProperty("user").GetString());
        Assert.Equal("dispatcher", session.GetProperty("role").GetString());
        Assert.Equal("201", session.GetProperty("extension").GetString());
        Assert.Equal(client.Antiforgery, session.GetProperty("antiforgery").GetString());
    }

    [Theory]
    [InlineData("dispatcher", "wrong")]
    [InlineData("nobody-by-this-name", "demo")]
    [InlineData("dispatcher", "")]
    [InlineData("", "")]
    public async Task Wrong_password_and_unknown_user_get_the_same_answer(string user, string password)
    {
        using var client = host.Stranger();
        using var answer = await client.PostAsync("/api/session", new { user, password });
        var problem = await ApiClient.ReadAsync(answer);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("/problems/wrongPassword", problem.GetProperty("type").GetString());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_for_whoever_kept_the_cookie()
    {
        using var client = await host.SignInAsync("clerk");
        using var ended = await client.SendAsync(HttpMethod.Delete, "/api/session", null);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);

        using var again = await client.GetAsync("/api/session");
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task A_token_that_was_offered_before_the_sign_in_is_not_taken_over()
    {
        using var client = host.Stranger();
        var planted = "zhkh=" + new string('A', 43);
        client.Cookie = planted;
        using var answer = await client.PostAsync("/api/session", new { user = "admin", password = "demo" });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEqual(planted, answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        using var withPlanted = await client.GetAsync("/api/session");
        Assert.Equal(HttpStatusCode.Unauthorized, withPlanted.StatusCode);
    }

    [Fact]
    public async Task A_disabled_person_is_out_at_once()
    {
        using var client = await host.SignInAsync("crew9");
        Assert.True(await host.Get<Web.Access.Operators>().DisableAsync("crew9", CancellationToken.None));

        using var answer = await client.GetAsync("/api/session");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        using var signIn = await client.PostAsync("/api/session", new { user = "crew9", password = "demo" });
        Assert.Equal(HttpStatusCode.Unauthorized, signIn.StatusCode);
    }

    [Fact]
    public async Task The_database_holds_neither_the_token_nor_the_password()
    {
        using var client = await host.SignInAsync("supervisor");
        var token = client.Cookie!.Split('=')[1];
        var rows = await host.ScalarAsync<string>("""
            select string_agg(s::text, ' ') || ' ' || (select string_agg(o::text, ' ') from web.operators o)
            from web.sessions s
            """);

        Assert.DoesNotContain(token, rows, StringComparison.Ordinal);
        Assert.DoesNotContain("$demo", rows, StringComparison.Ordinal);
        Assert.Contains("pbkdf2-sha512$210000$", rows, StringComparison.Ordinal);
    }
}
