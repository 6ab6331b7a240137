using System.Net;
using System.Text.Json;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>
/// A real registrar and outbound proxy between the town and us: we register through it, a resident's call comes in, and
/// a dispatcher's call goes out.
/// </summary>
[Collection(TownCollection.Name)]
public class TrunkThroughKamailio(Town town)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Registers_takes_a_call_and_makes_one()
    {
        await using var kamailio = Kamailio.Start();
        using var phone = new ScriptedOperator(Kamailio.TownAddress, m => m.Method switch
        {
            "INVITE" => ScriptedOperator.Answered(
                m, new IPEndPoint(IPAddress.Parse(Kamailio.TownAddress), Kamailio.TownPort)),
            "BYE" => ScriptedOperator.Response(m, 200),
            _ => null,
        }, Kamailio.TownPort);
        await town.Api.PostAsync("/api/trunks", new
        {
            settings = new
            {
                code = "kamailio", name = "kamailio", user = Kamailio.Account, domain = "op.test",
                outboundProxy = $"{Kamailio.Address}:{Kamailio.Port}", did = "to", number = "+74950000100",
                leadsTo = "100", numbers = "plain",
            },
            password = Kamailio.Password,
        });
        try
        {
            await town.Api.EventuallyAsync("/api/trunks", rows => rows.Any(row =>
                row.GetProperty("state").GetProperty("condition").GetString() == "registered"), Limit);
            await CallInAsync();
            await TryOutAsync(phone);
            await CallOutAsync(phone);
        }
        finally
        {
            await town.Api.DeleteAsync("/api/trunks/kamailio");
        }

        await town.Api.EventuallyAsync("/api/trunks", rows => rows.Count == 0, Limit);
    }

    private async Task CallInAsync()
    {
        using var resident = new WirePeer(
            new IPEndPoint(IPAddress.Parse(Kamailio.Address), Kamailio.Port), "127.0.70.62");
        var uri = $"sip:{Kamailio.Account}@{Kamailio.Address}";
        var call = new WirePeerCall(resident, uri, "89370000030");
        resident.Send(call.Invite().Replace(
            $"To: <{uri}>", $"To: <sip:84950000100@{Kamailio.Address}>", StringComparison.Ordinal));
        var ok = await resident.ReceiveFinalAsync();
        Assert.Equal(200, ok.Status);
        Assert.Contains(Kamailio.Address, ok["Record-Route"], StringComparison.Ordinal);
        call.Learn(ok);
        resident.Send(call.Ack());
        resident.Send(call.Bye());
        Assert.Equal(200, (await resident.ReceiveFinalAsync()).Status);
        await town.Api.EventuallyAsync("/api/calls?phone=%2B79370000030&limit=5", rows => rows.Any(row =>
            row.GetProperty("sipCallId").GetString() == call.CallId
            && row.GetProperty("to").GetString() == "100" && row.GetProperty("endedAt").ValueKind
                == JsonValueKind.String), Limit);
    }

    private async Task TryOutAsync(ScriptedOperator phone)
    {
        var report = await town.Api.PostAsync("/api/trunks/kamailio/test", new { number = "+79370000031" });
        var invite = Assert.Single(phone.Of("INVITE"));
        Assert.StartsWith("INVITE sip:79370000031@", invite.StartLine, StringComparison.Ordinal);
        Assert.Equal("", invite["Proxy-Authorization"]);
        Assert.Contains("74950000100", invite["P-Asserted-Identity"], StringComparison.Ordinal);
        // The town's phone sends no sound: that is found and told.
        Assert.Contains("oneWayAudio", report.GetProperty("findings").EnumerateArray()
            .Select(f => f.GetProperty("finding").GetString()));
        Assert.Single(phone.Of("ACK"));
        Assert.Single(phone.Of("BYE"));
        var ladder = report.GetProperty("ladder").EnumerateArray().Select(s => s.GetProperty("line").GetString());
        Assert.Contains(ladder, line => line!.StartsWith("SIP/2.0 407", StringComparison.Ordinal));
    }

    /// <summary>A dispatcher's phone dials a resident: the exchange's own call out, login and all.</summary>
    private async Task CallOutAsync(ScriptedOperator resident)
    {
        using var phone = new WirePeer(town.Host.Sip, "127.0.80.60");
        var uri = $"sip:89370000118@{town.Host.Sip}";
        var asked = new WirePeerCall(phone, uri, "203");
        phone.Send(asked.Invite());
        var challenge = await phone.ReceiveFinalAsync();
        Assert.Equal(401, challenge.Status);
        phone.Send(asked.AckRefusal(challenge));
        var call = new WirePeerCall(phone, uri, "203");
        phone.Send(call.Invite(WirePeerCall.Sdp, WireDigest.Line(challenge, "203", "demo203", "INVITE", uri)));
        var ok = await phone.ReceiveFinalAsync();
        Assert.Equal(200, ok.Status);
        call.Learn(ok);
        phone.Send(call.Ack());

        var invite = resident.Of("INVITE")[^1];
        Assert.StartsWith("INVITE sip:79370000118@op.test", invite.StartLine, StringComparison.Ordinal);
        Assert.Contains($"sip:{Kamailio.Account}@op.test", invite["From"], StringComparison.Ordinal);
        Assert.Contains("74950000100", invite["P-Asserted-Identity"], StringComparison.Ordinal);
        Assert.Contains(Kamailio.Address, invite["Record-Route"], StringComparison.Ordinal);
        phone.Send(call.Bye());
        await town.Api.EventuallyAsync("/api/calls?phone=%2B79370000118&limit=5", rows => rows.Any(row =>
            row.GetProperty("direction").GetString() == "outbound"
            && row.GetProperty("outcome").GetString() == "answered"), Limit);
        Assert.Equal(2, resident.Of("ACK").Count);
        Assert.Equal(2, resident.Of("BYE").Count);
    }
}
