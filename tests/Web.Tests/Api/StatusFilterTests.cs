using System.Net;

namespace Zhkh.Web.Tests.Api;

public sealed class StatusFilterTests(TestHost host)
{
    [Theory]
    [InlineData("/api/callbacks?status=resolvedByInbound", HttpStatusCode.OK)]
    [InlineData("/api/callbacks?status=due", HttpStatusCode.OK)]
    [InlineData("/api/callbacks?status=2", HttpStatusCode.BadRequest)]
    [InlineData("/api/callbacks?status=all", HttpStatusCode.BadRequest)]
    [InlineData("/api/tickets?status=inProgress", HttpStatusCode.OK)]
    [InlineData("/api/tickets?status=nonsense", HttpStatusCode.BadRequest)]
    public async Task A_status_is_asked_for_as_the_api_spells_it(string path, HttpStatusCode expected)
    {
        using var person = await host.SignInAsync("supervisor");
        using var answer = await person.GetAsync(path);
        Assert.Equal(expected, answer.StatusCode);
    }
}
