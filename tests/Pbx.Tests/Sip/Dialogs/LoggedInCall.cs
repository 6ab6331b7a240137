using Xunit;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Dialogs;

/// <summary>Calls of phone 201, with its password shown.</summary>
internal static class LoggedInCall
{
    /// <summary>Sends the INVITE twice: without and with a login; the answer to the second is still to come.</summary>
    public static async Task<WirePeerCall> InviteAsync(WirePeer phone, string uri, params string[] more)
    {
        var call = new WirePeerCall(phone, uri, "201");
        phone.Send(call.Invite());
        var challenge = await phone.ReceiveAsync();
        Assert.Equal(401, challenge.Status);
        var login = WireDigest.Line(challenge, "201", StackUnderTest.Password, "INVITE", uri);
        phone.Send(call.Invite(WirePeerCall.Sdp, [login, .. more]));
        return call;
    }

    /// <summary>A call of phone 201 that talks.</summary>
    public static async Task<WirePeerCall> EstablishAsync(WirePeer phone, params string[] more)
    {
        var call = await InviteAsync(phone, "sip:100@x", more);
        var ok = await phone.ReceiveFinalAsync();
        Assert.Equal(200, ok.Status);
        call.Learn(ok);
        phone.Send(call.Ack());
        return call;
    }
}
