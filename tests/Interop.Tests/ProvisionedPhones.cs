using System.Net;
using System.Text;
using System.Text.Json;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>Real phones register with nothing but what their settings file says.</summary>
[Collection(TownCollection.Name)]
public class ProvisionedPhones(Town town)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Linphone_fetches_its_settings_itself_and_registers()
    {
        var link = await LinkAsync("251", "udp");
        await using var linphone = Linphone.Start($"[misc]\nconfig-uri={FileOf(link, "linphone")}\n");
        var phone = await RegisteredAsync("251", linphone);
        Assert.Contains(
            "linphone", phone.GetProperty("places")[0].GetProperty("model").GetString()!,
            StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("252", "udp")]
    [InlineData("253", "tls")]
    public async Task Baresip_registers_with_what_microsip_s_file_says(string extension, string transport)
    {
        var link = await LinkAsync(extension, transport);
        using var http = new HttpClient();
        var text = Encoding.Unicode.GetString(await http.GetByteArrayAsync(FileOf(link, "microsip")));
        var account = text[text.IndexOf("[Account1]", StringComparison.Ordinal)..].Split("\r\n")
            .Where(line => line.Contains('=', StringComparison.Ordinal)).Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        await using var phone = await Baresip.StartAsync(
            account["username"], account["password"], IPEndPoint.Parse(account["server"]),
            $"127.0.76.{extension[2..]}", ToneMeter.Hum(900, TimeSpan.FromSeconds(2)),
            transport: account["transport"]);
        var seen = await RegisteredAsync(extension, null);
        Assert.Equal(transport, seen.GetProperty("places")[0].GetProperty("transport").GetString());
        Assert.Contains("baresip", seen.GetProperty("places")[0].GetProperty("model").GetString()!,
            StringComparison.OrdinalIgnoreCase);
    }

    private static string FileOf(JsonElement link, string make) => link.GetProperty("files").EnumerateArray()
        .Single(file => file.GetProperty("make").GetString() == make).GetProperty("url").GetString()!;

    private async Task<JsonElement> LinkAsync(string extension, string transport)
    {
        await town.Api.PostAsync("/api/phones", new { extension, organisation = "privolsk", reach = "country" });
        return await town.Api.PostAsync(
            $"/api/phones/{extension}/link", new { transport, server = town.Host.Sip.Address.ToString() });
    }

    private async Task<JsonElement> RegisteredAsync(string extension, Linphone? linphone)
    {
        try
        {
            var rows = await town.Api.EventuallyAsync("/api/phones", phones => phones.Any(Here), Limit);
            return rows.First(Here);
        }
        catch (TimeoutException never)
        {
            throw new TimeoutException($"{extension} does not register; it says:\n{linphone?.Said}", never);
        }

        bool Here(JsonElement phone) => phone.GetProperty("extension").GetString() == extension
            && phone.GetProperty("registered").GetBoolean();
    }
}
