using System.Net;
using Zhkh.Testing;
using Zhkh.Web.Access;

namespace Zhkh.Web.Tests.Access;

public sealed class SignInLimitTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Sixth_try_within_fifteen_minutes_waits_for_the_first_to_grow_old()
    {
        var limiter = new SignInLimiter(_time);
        for (var i = 0; i < SignInLimiter.TriesMax; i++)
        {
            Assert.Null(limiter.Enter("admin", "192.0.2.1"));
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(TimeSpan.FromMinutes(10), limiter.Enter("admin", "192.0.2.1"));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(limiter.Enter("admin", "192.0.2.1"));
    }

    [Fact]
    public void Another_address_and_another_login_are_counted_apart()
    {
        var limiter = new SignInLimiter(_time);
        for (var i = 0; i < SignInLimiter.TriesMax; i++)
        {
            limiter.Enter("admin", "192.0.2.1");
        }

        Assert.Null(limiter.Enter("admin", "192.0.2.2"));
        Assert.Null(limiter.Enter("clerk", "192.0.2.1"));
    }

    [Fact]
    public void Right_password_forgives_wrong_ones()
    {
        var limiter = new SignInLimiter(_time);
        for (var i = 0; i < SignInLimiter.TriesMax; i++)
        {
            limiter.Enter("admin", "192.0.2.1");
        }

        limiter.Forgive("admin", "192.0.2.1");
        Assert.Null(limiter.Enter("admin", "192.0.2.1"));
    }
}

public sealed class SignInLimitOverHttpTests(TestHost host)
{
    [Fact]
    public async Task Guessing_ends_in_429_with_the_time_to_wait_even_for_the_right_password()
    {
        using var client = host.Stranger();
        for (var i = 0; i < SignInLimiter.TriesMax; i++)
        {
            using var wrong = await client.PostAsync("/api/session", new { user = "crew8", password = $"guess{i}" });
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var right = await client.PostAsync("/api/session", new { user = "Crew8 ", password = "demo" });
        Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
        Assert.InRange(right.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
    }
}
