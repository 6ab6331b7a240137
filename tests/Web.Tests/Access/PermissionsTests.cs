using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhkh.Web.Access;

namespace Zhkh.Web.Tests.Access;

public sealed class PermissionsTests(TestHost host)
{
    private static readonly string[] Open =
    [
        "/healthz", "/readyz", "/metrics", "/openapi/{documentName}.json", "/api/session", "/",
        "/hooks/twilio/status", "/hooks/twilio/sms", "/hooks/smsc/status", "/api/demo", "/demo/phone/line",
        "/c/{token}",
        // SIP: the phone shows its password inside (digest).
        "/sip",
        // No session: the one-time token is the key (CrewLinkDoor).
        "/api/crew-links/{token}", "/api/crew-links/{token}/moves", "/api/crew-links/{token}/photos",
        // The same, for a telephone that fetches its settings (ProvisionApi).
        "/provision/{token}/{file}",
    ];

    [Fact]
    public void Every_endpoint_says_what_it_takes()
    {
        var endpoints = host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.True(endpoints.Count > 10);
        foreach (var endpoint in endpoints)
        {
            var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
            var open = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            Assert.True(open || policies.Count > 0, $"{endpoint.DisplayName} says nothing");
            Assert.All(policies, p => Assert.True(Enum.TryParse<Permission>(p.Policy, out _), endpoint.DisplayName));
        }
    }

    [Fact]
    public void Only_the_listed_endpoints_are_open()
    {
        var open = host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(e => e.RoutePattern.RawText is "/" ? "/" : e.RoutePattern.RawText!.TrimEnd('/'))
            .Where(p => !p.Contains("{*", StringComparison.Ordinal));
        Assert.Empty(open.Except(Open));
    }

    [Fact]
    public async Task Each_role_gets_through_exactly_where_the_matrix_says()
    {
        var endpoints = host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null
                && e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal)
                && !e.RoutePattern.RawText.StartsWith("/api/session", StringComparison.Ordinal)).ToList();
        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = await host.SignInAsync(role == Role.Crew ? "crew1" : role.ToString().ToLowerInvariant());
            foreach (var endpoint in endpoints)
            {
                var permission = Enum.Parse<Permission>(endpoint.Metadata.GetMetadata<IAuthorizeData>()!.Policy!);
                foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)
                {
                    using var answer = await client.SendAsync(new HttpMethod(method), Fill(endpoint), new { });
                    Assert.True(Permissions.Allows(role, permission) == (answer.StatusCode != HttpStatusCode.Forbidden),
                        $"{role} {method} {endpoint.RoutePattern.RawText}: {answer.StatusCode}");
                    Assert.True((int)answer.StatusCode < 500, $"{method} {endpoint.DisplayName}: {answer.StatusCode}");
                }
            }
        }
    }

    [Fact]
    public async Task Without_a_session_nothing_behind_a_permission_answers()
    {
        using var client = host.Stranger();
        foreach (var endpoint in host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null
                && e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal)))
        {
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)
            {
                using var answer = await client.SendAsync(new HttpMethod(method), Fill(endpoint), new { });
                Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {Fill(endpoint)}");
            }
        }
    }

    private static string Fill(RouteEndpoint endpoint) => string.Concat(endpoint.RoutePattern.PathSegments.Select(
        segment => "/" + string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
            _ => Guid.Empty.ToString(),
        }))));
}
