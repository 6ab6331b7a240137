using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Zhkh.Web.Outward;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Tests.Outward;

/// <summary>GET /api/outward in the demo town: nothing leaves, everything is seen.</summary>
public sealed class OutwardApiTests(TestHost host)
{
    [Fact]
    public async Task In_the_demo_a_message_is_delivered_to_the_shelf_and_seen_there()
    {
        var subject = $"crew:{Guid.NewGuid()}";
        await QueueAsync(subject, "privolsk");
        using var person = await host.SignInAsync("dispatcher");
        for (var i = 0; i < 600; i++)
        {
            var items = (await person.JsonAsync($"/api/outward?subject={Uri.EscapeDataString(subject)}"))
                .GetProperty("items");
            if (items.GetArrayLength() == 1 && items[0].GetProperty("state").GetString() == "delivered")
            {
                Assert.Equal("demo outbox", items[0].GetProperty("reply").GetString());
                Assert.Equal("sms", items[0].GetProperty("channel").GetString());
                Assert.Equal(2, items[0].GetProperty("segments").GetInt32());
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        Assert.Fail("The message did not reach the shelf within 30 s");
    }

    [Fact]
    public async Task Only_what_failed_can_be_sent_again_and_it_is_audited()
    {
        var subject = $"crew:{Guid.NewGuid()}";
        await QueueAsync(subject, "privolsk");
        await host.ExecuteAsync($"update web.outward_messages set state = 'dead', attempts = 20, lease = lease + 1 "
            + $"where subject = '{subject}'");
        using var person = await host.SignInAsync("supervisor");
        var list = await person.JsonAsync($"/api/outward?subject={Uri.EscapeDataString(subject)}&state=dead");
        var id = list.GetProperty("items")[0].GetProperty("id").GetString();
        using var again = await person.PostAsync($"/api/outward/{id}/retry", null);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        using var twice = await person.PostAsync($"/api/outward/{id}/retry", null);
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        using var nobody = await person.PostAsync($"/api/outward/{Guid.NewGuid()}/retry", null);
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
        Assert.Equal(1L, await host.ScalarAsync<long>(
            $"select count(*) from web.audit where subject_kind = 'outward' and subject = '{id}' "
            + "and detail = 'retried'"));
    }

    [Fact]
    public async Task A_neighbour_s_messages_do_not_exist()
    {
        var subject = $"crew:{Guid.NewGuid()}";
        await QueueAsync(subject, "elsewhere");
        using var person = await host.SignInAsync("admin");
        var list = await person.JsonAsync($"/api/outward?subject={Uri.EscapeDataString(subject)}");
        Assert.Equal(0, list.GetProperty("items").GetArrayLength());
        var id = await host.ScalarAsync<Guid>($"select id from web.outward_messages where subject = '{subject}'");
        using var again = await person.PostAsync($"/api/outward/{id}/retry", null);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Theory]
    [InlineData("?state=gone")]
    [InlineData("?limit=0")]
    [InlineData("?limit=201")]
    public async Task Nonsense_is_a_problem_in_the_reader_s_language(string query)
    {
        using var person = await host.SignInAsync("dispatcher");
        using var answer = await person.GetAsync("/api/outward" + query);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private Task QueueAsync(string subject, string organisation) => host.Get<SystemWork>().RunAsync(DatabasePool.Jobs,
        services => services.GetRequiredService<OutwardQueue>().AddAsync(new OutwardMessage(
            subject, organisation, OutwardChannel.Sms, "+79370000201", null,
            "Заявка 10505: ул. Гагарина, 14, кв. 30. Засор канализации. Ссылка в письме.", subject),
            CancellationToken.None), CancellationToken.None);
}
