using System.Net;
using Zhkh.Web.Access;

namespace Zhkh.Web.Tests.Api;

public sealed class CallControlApiTests(TestHost host)
{
    private static readonly string[] Commands =
        ["hold", "resume", "mute", "unmute", "pickup", "transfer", "consult", "join", "drop"];

    [Fact]
    public async Task A_call_that_is_over_is_gone_in_the_askers_words()
    {
        using var person = await host.SignInAsync("supervisor");
        using var phone = await person.SendAsync(HttpMethod.Put, "/api/session/extension", new { extension = "203" });
        Assert.Equal(HttpStatusCode.OK, phone.StatusCode);
        foreach (var command in Commands.Concat(["listen", "whisper", "barge"]))
        {
            using var answer = await person.PostAsync(
                $"/api/calls/{Guid.NewGuid()}/{command}", new { to = "202", party = "202" });
            Assert.True(answer.StatusCode == HttpStatusCode.Gone, $"{command}: {answer.StatusCode}");
            Assert.Equal("/problems/callGone", (await ApiClient.ReadAsync(answer)).GetProperty("type").GetString());
        }
    }

    [Fact]
    public async Task Without_a_telephone_nobody_controls_a_call()
    {
        await host.Get<Operators>().AddAsync(
            "no-phone", "Анна", Role.Dispatcher, ["privolsk"], null, "demo", CancellationToken.None);
        using var person = await host.SignInAsync("no-phone");
        using var answer = await person.PostAsync($"/api/calls/{Guid.NewGuid()}/hold", new { });
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("/problems/noExtension", (await ApiClient.ReadAsync(answer)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_telephone_learns_to_answer_by_itself_and_lines_are_offered()
    {
        using var person = await host.SignInAsync("dispatcher");
        using var phone = await person.SendAsync(HttpMethod.Put, "/api/session/extension", new { extension = "201" });
        Assert.Equal(HttpStatusCode.OK, phone.StatusCode);
        using var set = await person.SendAsync(HttpMethod.Put, "/api/session/auto-answer", new { on = true });
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        Assert.True(await host.ScalarAsync<bool>("select answers_itself from pbx.phones where extension = '201'"));
        var targets = await person.JsonAsync("/api/calls/targets");
        Assert.Contains("dispatchers", targets.GetProperty("lines").EnumerateArray().Select(line => line.GetString()));
    }
}
