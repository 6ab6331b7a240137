using Microsoft.AspNetCore.Routing;

namespace Zhkh.Web.Tests.Api;

public sealed class OpenApiTests(TestHost host)
{
    [Fact]
    public async Task The_document_names_every_path_of_the_api()
    {
        using var client = host.Stranger();
        var document = await client.JsonAsync("/openapi/v1.json");
        var described = document.GetProperty("paths").EnumerateObject().Select(p => p.Name.TrimEnd('/')).ToHashSet();
        var mapped = host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => e.RoutePattern.RawText!)
            .Where(p => p.StartsWith("/api", StringComparison.Ordinal) && !p.Contains("{**", StringComparison.Ordinal))
            .Select(p => p.TrimEnd('/').Replace(":guid", "", StringComparison.Ordinal)).Distinct().ToList();
        Assert.True(mapped.Count > 15);
        Assert.Empty(mapped.Except(described));
    }
}
