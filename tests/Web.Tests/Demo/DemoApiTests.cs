using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Zhkh.Web.Hosting;
using Zhkh.Web.Tests.Outward;

namespace Zhkh.Web.Tests.Demo;

/// <summary>The telephone of the demo exists in the demo and nowhere else.</summary>
public sealed class DemoApiTests(TestHost host)
{
    [Fact]
    public async Task The_demo_names_its_residents_to_everybody()
    {
        using var stranger = host.Stranger();
        var town = await stranger.JsonAsync("/api/demo");
        var first = town.GetProperty("residents")[0];
        Assert.Equal("+79370000030", first.GetProperty("phone").GetString());
        Assert.Equal(841_260, first.GetProperty("accounts")[0].GetProperty("balance").GetInt64());
        Assert.Equal(["100", "112"], town.GetProperty("numbers").EnumerateArray().Select(n => n.GetString()));
        using var plain = await stranger.GetAsync(
            "/demo/phone/line?to=100", ("Origin", stranger.Origin));
        Assert.Equal(HttpStatusCode.NotFound, plain.StatusCode);   // no WebSocket
    }

    [Fact]
    public async Task Outside_the_demo_none_of_its_addresses_exists()
    {
        await using var real = await OutwardHost.StartAsync();
        using var http = new HttpClient { BaseAddress = real.Address };
        foreach (var path in new[] { "/api/demo", "/demo/phone", "/demo/outbox" })
        {
            using var answer = await http.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        using var line = new HttpRequestMessage(HttpMethod.Get, "/demo/phone/line?to=100");
        line.Headers.Add("Origin", real.Address.GetLeftPart(UriPartial.Authority));
        using var refused = await http.SendAsync(line);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Theory]
    [InlineData("Outward:Smtp:Host", "mail.example.org")]
    [InlineData("Outward:Sms:BaseUrl", "https://sms.example.org")]
    public async Task The_demo_writes_to_nobody_outside_this_machine(string key, string value)
    {
        var data = Directory.CreateTempSubdirectory("zhkh-demo");
        await using (var app = Program.Build([.. TestHost.Flags("Host=127.0.0.1", data.FullName)], builder =>
        {
            builder.Configuration[key] = value;
            builder.Configuration["Outward:Sms:Operator"] = key.Contains("Sms", StringComparison.Ordinal)
                ? "twilio" : "none";
        }))
        {
            var refused = Assert.Throws<StartRefusedException>(() => app.Services.GetServices<IHostedService>());
            Assert.Contains("--no-demo", refused.Message);
        }

        data.Delete(recursive: true);
    }
}
