using System.Net;

namespace Zhkh.Web.Tests.Api;

/// <summary>What the doors of months and tariffs refuse.</summary>
public sealed class MonthsRefusedTests(TestHost host)
{
    [Theory]
    [InlineData("/api/months/2026-13/run")]
    [InlineData("/api/months/november/close")]
    public async Task A_month_that_is_none_is_a_problem(string path)
    {
        using var person = await host.SignInAsync("billing");
        using var answer = await person.PostAsync(path, new { organisation = "privolsk" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_stranger_to_an_organisation_neither_runs_nor_closes_nor_prices_it()
    {
        await host.Get<Zhkh.Web.Access.Operators>().AddAsync("only-ua", "Анна", Zhkh.Web.Access.Role.Billing,
            ["khmelnytske"], null, "demo", CancellationToken.None);
        using var person = await host.SignInAsync("only-ua");
        var month = "2026-11";
        foreach (var (path, body) in new (string, object)[]
        {
            ($"/api/months/{month}/run", new { organisation = "privolsk" }),
            ($"/api/months/{month}/close", new { organisation = "privolsk" }),
            ("/api/tariffs", new { organisation = "privolsk", service = "gas", price = "1", validFrom = "2030-01-01",
                basis = "x" }),
        })
        {
            using var answer = await person.PostAsync(path, body);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.Empty((await person.JsonAsync("/api/tariffs?organisation=privolsk")).EnumerateArray());
    }
}
