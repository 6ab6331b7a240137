using System.Collections.Concurrent;
using System.Text;
using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Dialogs;

/// <summary>An INVITE that takes the place of a dialog (RFC 3891 §3).</summary>
public sealed class ReplacesTests
{
    private const string Phone = "127.0.71.2";
    private readonly ConcurrentQueue<IncomingInvite> _invites = [];

    [Theory]
    [InlineData("c@h;to-tag=a;from-tag=b", "c@h", "a", "b", false)]
    [InlineData("c ; from-tag=b ;to-tag=a; early-only;x=y", "c", "a", "b", true)]
    [InlineData("c;to-tag=a;from-tag=0", "c", "a", "", false)]
    public void The_field_is_read(string text, string callId, string to, string from, bool early)
    {
        Assert.True(ReplacesField.TryParse(Encoding.ASCII.GetBytes(text), out var field));
        Assert.Equal(new ReplacesField(callId, to, from, early), field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c")]
    [InlineData(";to-tag=a;from-tag=b")]
    [InlineData("c;to-tag=a")]
    [InlineData("c;from-tag=a")]
    [InlineData("c;to-tag=;from-tag=b")]
    [InlineData("c;to-tag=a;to-tag=a;from-tag=b")]
    [InlineData("c;to-tag=a;from-tag=b;from-tag=b")]
    [InlineData("c d;to-tag=a;from-tag=b")]
    [InlineData("c,d;to-tag=a;from-tag=b")]
    public void What_is_no_field_is_refused(string text) =>
        Assert.False(ReplacesField.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public async Task A_phone_takes_over_a_call_that_talks()
    {
        await using var sut = await StartAsync();
        using var trunk = sut.Peer();
        using var phone = sut.Peer(Phone);
        var call = new WirePeerCall(trunk, "sip:100@x");
        await call.EstablishAsync();
        var replaced = _invites.Single().Dialog;
        await LoggedInCall.InviteAsync(phone, "sip:zhkh@x", Line(call), "Require: replaces");
        var ok = await phone.ReceiveFinalAsync();

        Assert.Equal(200, ok.Status);
        Assert.Same(replaced, _invites.Last().Replaces?.Dialog);
        Assert.Null(_invites.First().Replaces);
    }

    [Fact]
    public async Task A_phone_picks_up_what_rings_at_another()
    {
        await using var sut = await StartAsync();
        using var ringing = sut.Peer("127.0.71.3");
        using var phone = sut.Peer(Phone);
        var placed = PlacedCall.Place(sut, ringing, r => r with { StaysOnFlow = true });
        var invite = await ringing.ReceiveAsync();
        ringing.Send(ringing.Response(invite, 180, "there"));
        await sut.UntilAsync(() => !placed.Dialogs.IsEmpty);
        var early = placed.Dialogs.Single();
        await LoggedInCall.InviteAsync(phone, "sip:zhkh@x",
            $"Replaces: {early.CallId};to-tag={early.LocalTag};from-tag=there;early-only");

        Assert.Equal(200, (await phone.ReceiveFinalAsync()).Status);
        Assert.Same(early, _invites.Single().Replaces?.Dialog);
    }

    [Fact]
    public async Task Each_case_that_cannot_be_has_its_status_and_no_state()
    {
        await using var sut = await StartAsync(answers: i => i.Request.From.Uri.User != "ring");
        using var trunk = sut.Peer();
        using var phone = sut.Peer(Phone);
        var talks = new WirePeerCall(trunk, "sip:100@x");
        await talks.EstablishAsync();
        var rings = new WirePeerCall(trunk, "sip:100@x", "ring");
        trunk.Send(rings.Invite());
        rings.Learn(await trunk.ReceiveAsync());
        var before = (sut.Stack.ConversationCount, _invites.Count);

        // who called an early dialog of ours cannot be replaced; early-only means early
        Assert.Equal(481, await AskAsync(phone, Line(rings)));
        Assert.Equal(486, await AskAsync(phone, Line(talks) + ";early-only"));
        Assert.Equal(481, await AskAsync(phone, $"Replaces: {talks.CallId};to-tag=guess;from-tag={talks.FromTag}"));
        Assert.Equal(481, await AskAsync(
            phone, $"Replaces: {talks.CallId};to-tag={talks.FromTag};from-tag={talks.ToTag}"));
        Assert.Equal(400, await AskAsync(phone, "Replaces: nonsense"));
        Assert.Equal(400, await AskAsync(phone, $"{Line(talks)}\r\n{Line(talks)}"));
        Assert.Equal(before, (sut.Stack.ConversationCount, _invites.Count));
    }

    [Fact]
    public async Task A_call_that_is_being_ended_declines()
    {
        await using var sut = await StartAsync();
        using var trunk = sut.Peer();
        using var phone = sut.Peer(Phone);
        var call = new WirePeerCall(trunk, "sip:100@x");
        await call.EstablishAsync();
        _invites.Single().Dialog.Bye();
        Assert.Equal("BYE", (await trunk.ReceiveAsync()).Method);

        Assert.Equal(603, await AskAsync(phone, Line(call)));
    }

    [Fact]
    public async Task Trunk_and_stranger_replace_nothing()
    {
        await using var sut = await StartAsync();
        using var trunk = sut.Peer();
        using var stranger = sut.Peer("127.0.71.68");
        var call = new WirePeerCall(trunk, "sip:100@x");
        await call.EstablishAsync();
        trunk.Send(new WirePeerCall(trunk, "sip:100@x").Invite(WirePeerCall.Sdp, Line(call)));
        var toTrunk = await trunk.ReceiveAsync();
        stranger.Send(new WirePeerCall(stranger, "sip:100@x", "stranger").Invite(WirePeerCall.Sdp, Line(call)));
        var toStranger = await stranger.ReceiveAsync();

        Assert.Equal((403, 404), (toTrunk.Status, toStranger.Status));
        Assert.Single(_invites);
    }

    [Fact]
    public async Task Guesses_cost_one_answer_each_and_hit_nothing()
    {
        await using var sut = await StartAsync();
        using var trunk = sut.Peer();
        using var phone = sut.Peer(Phone);
        var call = new WirePeerCall(trunk, "sip:100@x");
        await call.EstablishAsync();
        var (conversations, transactions) = (sut.Stack.ConversationCount, sut.Stack.TransactionCount);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(481, await AskAsync(
                phone, $"Replaces: {call.CallId};to-tag={Guid.NewGuid():N};from-tag={call.FromTag}"));
        }

        Assert.Equal((conversations, transactions), (sut.Stack.ConversationCount, sut.Stack.TransactionCount));
        Assert.Null(_invites.Single().Dialog.End);
    }

    [Fact]
    public async Task Replaces_in_another_method_is_a_bad_request()
    {
        await using var sut = await StartAsync();
        using var trunk = sut.Peer();
        var call = new WirePeerCall(trunk, "sip:100@x");
        await call.EstablishAsync();
        trunk.Send(call.Next("BYE", more: Line(call)));

        Assert.Equal(400, (await trunk.ReceiveAsync()).Status);
    }

    private static string Line(WirePeerCall call) =>
        $"Replaces: {call.CallId};to-tag={call.ToTag};from-tag={call.FromTag}";

    private static async Task<int> AskAsync(WirePeer phone, string line)
    {
        var call = new WirePeerCall(phone, "sip:zhkh@x", "201");
        phone.Send(call.Invite());
        var challenge = await phone.ReceiveAsync();
        var login = WireDigest.Line(challenge, "201", StackUnderTest.Password, "INVITE", "sip:zhkh@x");
        phone.Send(call.Invite(WirePeerCall.Sdp, login, line));
        return (await phone.ReceiveAsync()).Status;
    }

    private Task<StackUnderTest> StartAsync(Func<IncomingInvite, bool>? answers = null) =>
        StackUnderTest.StartAsync(invite =>
        {
            _invites.Enqueue(invite);
            if (answers?.Invoke(invite) ?? true)
            {
                invite.Answer(StackUnderTest.Sdp);
            }
            else
            {
                invite.Ring();
            }
        });
}
