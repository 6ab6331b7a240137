using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Npgsql;
using Zhkh.Web.Access;

namespace Zhkh.Web.Tests.Access;

/// <summary>RELIABILITY W3: every endpoint × every role × every id of the other organisation.</summary>
public sealed class CrossTenantTests(TestHost host)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE"];

    [Fact]
    public async Task No_role_of_one_organisation_gets_a_row_of_the_other_through_any_endpoint()
    {
        var (ids, secrets) = await FillPrivolskAsync();
        var requests = 0;
        foreach (var role in Enum.GetValues<Role>())
        {
            var login = $"matrix-{role}".ToLowerInvariant();
            await host.Get<Operators>().AddAsync(
                login, "Стороння людина", role, ["khmelnytske"], "219", "demo", CancellationToken.None);
            using var client = await host.SignInAsync(login);
            foreach (var (method, path) in Requests(ids))
            {
                using var answer = await client.SendAsync(new HttpMethod(method), path, Body(ids));
                var text = await answer.Content.ReadAsStringAsync();
                requests++;
                Assert.All(secrets, secret => Assert.False(
                    text.Contains(secret, StringComparison.Ordinal), $"{role} {method} {path} told {secret}"));
                Assert.True((int)answer.StatusCode < 500, $"{role} {method} {path}: {answer.StatusCode}");
            }
        }

        Assert.True(requests > 1_000, $"Only {requests} requests were generated");
        Assert.Equal(0L, await host.ScalarAsync<long>("""
            select (select count(*) from dispatch.tickets where text = 'Тайная заявка' and status <> 'new')
                 + (select count(*) from dispatch.callbacks where phone = '+79370000030' and status <> 'due')
                 + (select count(*) from web.audit where operator like 'matrix-%' and organisation = 'privolsk')
                 + (select count(*) from billing.postings where posted_by like 'matrix-%' and organisation = 'privolsk')
            """));
    }

    [Theory]
    [InlineData("select count(*) from billing.accounts")]
    [InlineData("select count(*) from billing.person_phones")]
    [InlineData("select count(*) from dispatch.tickets")]
    [InlineData("select count(*) from pbx.calls")]
    [InlineData("select count(*) from web.audit")]
    public async Task The_role_of_the_web_sees_nothing_without_organisations(string sql)
    {
        await using var web = NpgsqlDataSource.Create(host.ConnectionString + ";Options=-c role=zhkh_web");
        await using var command = web.CreateCommand(sql);
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData("select * from web.operators")]
    [InlineData("select * from web.sessions")]
    [InlineData("update web.audit set act = 'x'")]
    [InlineData("delete from web.audit")]
    [InlineData("update billing.entries set amount_minor = 0")]
    [InlineData("delete from billing.postings")]
    [InlineData("delete from pbx.calls")]
    public async Task The_role_of_the_web_may_not(string sql)
    {
        await using var web = NpgsqlDataSource.Create(host.ConnectionString + ";Options=-c role=zhkh_web");
        await using var command = web.CreateCommand(sql);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Not_even_the_owner_rewrites_the_audit()
    {
        using var person = await host.SignInAsync("admin");
        await person.JsonAsync("/api/accounts/4406030");
        await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync("delete from web.audit"));
        await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync("update web.audit set operator = 'x'"));
        await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync("truncate web.audit"));
    }

    private async Task<(string[] Ids, string[] Secrets)> FillPrivolskAsync()
    {
        using var own = await host.SignInAsync("dispatcher");
        var card = await own.JsonAsync("/api/accounts/4406030");
        var call = Guid.CreateVersion7();
        await host.ExecuteAsync($"""
            insert into pbx.calls (id, sip_call_id, node, direction, from_number, to_number, phone, started_at,
                ended_at, outcome, organisation, language)
            values ('{call}', 'secret-call', 'n1', 'inbound', '+79370000030', '100', '+79370000030', now(), now(),
                'answered', 'privolsk', 'ru');
            insert into pbx.recordings (id, call_id, organisation, node, started_at)
            values ('{call}', '{call}', 'privolsk', 'n1', now());
            """);
        using var opened = await own.PostAsync(
            "/api/tickets", new { text = "Тайная заявка", accountNumber = "4406030", callId = call });
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        var ticket = (await ApiClient.ReadAsync(opened)).GetProperty("id").GetString()!;
        var callback = Guid.CreateVersion7();
        await host.ExecuteAsync($"""
            insert into dispatch.callbacks (id, organisation, phone, arrived_at, own_due_at, legal_due_at, status,
                missed_calls, next_try_at, wake_at)
            values ('{callback}', 'privolsk', '+79370000030', now(), now() + interval '5 minutes',
                now() + interval '10 minutes', 'due', 1, now(), now() + interval '4 minutes')
            """);
        string[] ids =
        [
            "4406030", ticket, callback.ToString(), call.ToString(),
            card.GetProperty("meters")[0].GetProperty("id").GetString()!,
        ];
        string[] secrets =
        [
            "+79370000030", "Тайная", "secret-call", card.GetProperty("person").GetProperty("name").GetString()!,
            card.GetProperty("address").GetString()!,
        ];
        return (ids, secrets);
    }

    private IEnumerable<(string Method, string Path)> Requests(string[] ids)
    {
        var endpoints = host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(
            e => e.Metadata.GetMetadata<IAllowAnonymous>() is null
                && e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal)
                && !e.RoutePattern.RawText.StartsWith("/api/session", StringComparison.Ordinal));
        foreach (var endpoint in endpoints)
        {
            foreach (var id in ids)
            {
                var path = string.Concat(endpoint.RoutePattern.PathSegments.Select(s => "/" + Fill(s, id)));
                var query = $"?q={id}&phone=%2B79370000030&accountNumber=4406030&limit=200&subject={id}";
                foreach (var method in Methods)
                {
                    yield return (method, path + query);
                }
            }
        }
    }

    private static string Fill(RoutePatternPathSegment segment, string id) => string.Concat(segment.Parts.Select(
        part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            _ => id,
        }));

    private static object Body(string[] ids) => new
    {
        text = "x", reason = "x", service = "coldWater", amount = 100, accountNumber = ids[0], callbackId = ids[2],
        callId = ids[3], remember = true, move = "accept",
    };
}
