using System.Collections.Concurrent;
using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Dialogs;

/// <summary>REFER of our own phones and of nobody else (RFC 3515, 3892, 4488).</summary>
public sealed class ReferTests
{
    private const string Phone = "127.0.71.1";
    private static readonly TimeSpan Patience = PlacedCall.Patience;
    private readonly ConcurrentQueue<(ReferRequest Wish, ReferProgress Progress)> _referred = [];
    private readonly ConcurrentDictionary<string, Dialog> _dialogs = [];

    [Fact]
    public async Task A_phone_refers_is_told_how_it_goes_and_the_subscription_ends()
    {
        await using var sut = await StartAsync();
        using var phone = sut.Peer(Phone);
        var call = await LoggedInCall.EstablishAsync(phone);
        phone.Send(call.Next("REFER", more: [
            "Refer-To: <sip:+79370000030@x;user=phone>", "Referred-By: <sip:201@zhkh>"]));
        var accepted = await phone.ReceiveAsync();
        var trying = await phone.ReceiveAsync();
        phone.Send(phone.Response(trying, 200, ""));
        await sut.UntilAsync(() => !_referred.IsEmpty);
        var (wish, progress) = _referred.Single();
        progress.Tell(180);
        var ringing = await phone.ReceiveAsync();
        progress.Tell(183);
        progress.Tell(200); // while a NOTIFY waits for its answer, only the last word is kept
        await phone.ExpectNothingAsync();
        phone.Send(phone.Response(ringing, 200, ""));
        var done = await phone.ReceiveAsync();
        phone.Send(phone.Response(done, 200, ""));
        progress.Tell(486);
        await phone.ExpectNothingAsync();

        Assert.Equal(202, accepted.Status);
        Assert.Equal(
            ("sip:+79370000030@x;user=phone", "+79370000030", null, "<sip:201@zhkh>"),
            (wish.ReferTo, wish.Dialled, wish.Replaces, wish.ReferredBy));
        Assert.Equal(
            [("SIP/2.0 100 Trying\r\n", "1 NOTIFY"), ("SIP/2.0 180 Ringing\r\n", "2 NOTIFY"),
                ("SIP/2.0 200 OK\r\n", "3 NOTIFY")],
            ((WireMessage[])[trying, ringing, done]).Select(n => (n.Body, n["CSeq"])));
        Assert.Equal("active;expires=180", trying["Subscription-State"]);
        Assert.Equal("terminated;reason=noresource", done["Subscription-State"]);
        Assert.Equal(("refer", "message/sipfrag;version=2.0"), (trying["Event"], trying["Content-Type"]));
        Assert.NotEqual("", trying["Contact"]);
    }

    [Fact]
    public async Task The_second_subscription_of_a_call_has_the_number_of_its_refer()
    {
        await using var sut = await StartAsync();
        using var phone = sut.Peer(Phone);
        var call = await LoggedInCall.EstablishAsync(phone);
        foreach (var (expected, number) in ((string, int)[])[("refer", 0), ("refer;id=3", 1)])
        {
            phone.Send(call.Next("REFER", more: "Refer-To: <sip:100@x>"));
            Assert.Equal(202, (await phone.ReceiveAsync()).Status);
            var trying = await phone.ReceiveAsync();
            phone.Send(phone.Response(trying, 200, ""));
            await sut.UntilAsync(() => _referred.Count == number + 1);
            _referred.Last().Progress.Tell(503);
            var end = await phone.ReceiveAsync();
            phone.Send(phone.Response(end, 200, ""));
            Assert.Equal((expected, expected), (trying["Event"], end["Event"]));
            Assert.Equal("SIP/2.0 503 Service Unavailable\r\n", end.Body);
        }
    }

    [Fact]
    public async Task A_refer_that_nobody_wants_gets_603()
    {
        await using var sut = await StackUnderTest.StartAsync(i => i.Answer(StackUnderTest.Sdp));
        using var phone = sut.Peer(Phone);
        var call = await LoggedInCall.EstablishAsync(phone);
        phone.Send(call.Next("REFER", more: "Refer-To: <sip:100@x>"));

        Assert.Equal(603, (await phone.ReceiveAsync()).Status);
        await phone.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("X-None: 1", 400)]
    [InlineData("Refer-To: ", 400)]
    [InlineData("Refer-To: <sip:1@x>, <sip:2@x>", 400)]
    [InlineData("Refer-To: <sip:1@x?Replaces=nonsense>", 400)]
    [InlineData("Refer-To: <sip:1@x?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc"
        + "&Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc>", 400)]
    [InlineData("Refer-To: <mailto:a@x>", 603)]
    [InlineData("Refer-To: <sip:1@x;method=BYE>", 603)]
    [InlineData("Refer-To: <sip:1@x?Replaces=gone%3Bto-tag%3Db%3Bfrom-tag%3Dc>", 603)]
    public async Task What_cannot_be_done_is_refused_and_makes_no_subscription(string field, int status)
    {
        await using var sut = await StartAsync();
        using var phone = sut.Peer(Phone);
        var call = await LoggedInCall.EstablishAsync(phone);
        phone.Send(call.Next("REFER", more: field));

        Assert.Equal(status, (await phone.ReceiveAsync()).Status);
        await phone.ExpectNothingAsync();
        Assert.Empty(_referred);
    }

    [Fact]
    public async Task An_attended_transfer_names_the_other_call_of_the_phone()
    {
        await using var sut = await StartAsync();
        using var phone = sut.Peer(Phone);
        var first = await LoggedInCall.EstablishAsync(phone);
        var second = await LoggedInCall.EstablishAsync(phone);
        var replaces = $"{second.CallId}%3Bto-tag%3D{second.ToTag}%3Bfrom-tag%3D{second.FromTag}";
        phone.Send(first.Next("REFER", more: $"Refer-To: <sip:zhkh@x?Replaces={replaces}>"));

        Assert.Equal(202, (await phone.ReceiveAsync()).Status);
        await sut.UntilAsync(() => !_referred.IsEmpty);
        var wish = _referred.Single().Wish;
        Assert.Equal("sip:zhkh@x", wish.ReferTo);
        Assert.Same(_dialogs[second.CallId], wish.Replaces?.Dialog);
    }

    [Fact]
    public async Task Refer_sub_false_makes_no_subscription()
    {
        await using var sut = await StartAsync();
        using var phone = sut.Peer(Phone);
        var call = await LoggedInCall.EstablishAsync(phone);
        phone.Send(call.Next("REFER", more: ["Refer-To: <sip:100@x>", "Refer-Sub: false", "Require: norefersub"]));
        var accepted = await phone.ReceiveAsync();
        await sut.UntilAsync(() => !_referred.IsEmpty);
        _referred.Single().Progress.Tell(200);
        await StackUnderTest.TurnAsync(_dialogs[call.CallId].Mailbox);
        await phone.ExpectNothingAsync();

        Assert.Equal((202, "false"), (accepted.Status, accepted["Refer-Sub"]));
    }

    [Fact]
    public async Task A_trunk_may_not_refer_and_is_not_told_that_others_may()
    {
        await using var sut = await StartAsync();
        using var trunk = sut.Peer();
        var call = new WirePeerCall(trunk, "sip:100@x");
        var ok = await call.EstablishAsync();
        trunk.Send(call.Next("REFER", more: "Refer-To: <sip:+79370000030@x>"));
        var refusal = await trunk.ReceiveAsync();

        Assert.Equal(405, refusal.Status);
        Assert.DoesNotContain("REFER", refusal["Allow"] + ok["Allow"], StringComparison.Ordinal);
        Assert.Empty(_referred);
    }

    [Fact]
    public async Task Who_learnt_the_tags_of_a_phone_may_not_refer_for_it()
    {
        await using var sut = await StartAsync();
        using var phone = sut.Peer(Phone);
        using var thief = sut.Peer("127.0.71.66");
        var call = await LoggedInCall.EstablishAsync(phone);
        thief.Send(thief.Request(
            "REFER", "sip:zhkh@x", call.CallId, 9, null, "201", call.ToTag, call.FromTag, "", null,
            "Refer-To: <sip:+79370000030@x>"));

        Assert.Equal(403, (await thief.ReceiveAsync()).Status);
        Assert.Empty(_referred);
    }

    [Fact]
    public async Task A_refer_outside_a_call_makes_nothing()
    {
        await using var sut = await StartAsync();
        using var stranger = sut.Peer("127.0.71.67");
        stranger.Send(stranger.Request(
            "REFER", "sip:100@x", stranger.NewCallId(), 1, null, "somebody", more: "Refer-To: <sip:1@x>"));
        Assert.Equal(481, (await stranger.ReceiveAsync()).Status);
        stranger.Send(stranger.Request(
            "REFER", "sip:100@x", stranger.NewCallId(), 1, null, "201", more: "Refer-To: <sip:1@x>"));
        Assert.Equal(401, (await stranger.ReceiveAsync()).Status);

        Assert.Equal((0, 0, 0), (sut.Stack.ConversationCount, sut.Stack.TransactionCount, sut.Stack.TimerCount));
    }

    [Fact]
    public async Task A_flood_of_refers_is_one_transfer_and_refusals()
    {
        await using var sut = await StartAsync();
        using var phone = sut.Peer(Phone);
        var call = await LoggedInCall.EstablishAsync(phone);
        phone.Send(call.Next("REFER", more: "Refer-To: <sip:100@x>"));
        Assert.Equal(202, (await phone.ReceiveAsync()).Status);
        var trying = await phone.ReceiveAsync();
        phone.Send(phone.Response(trying, 200, ""));
        for (var i = 0; i < 100; i++)
        {
            phone.Send(call.Next("REFER", more: "Refer-To: <sip:100@x>"));
            Assert.Equal(491, (await phone.ReceiveAsync()).Status);
        }

        Assert.Single(_referred);
    }

    [Fact]
    public async Task A_phone_that_refuses_a_notify_hears_no_more_and_keeps_its_call()
    {
        await using var sut = await StartAsync();
        using var phone = sut.Peer(Phone);
        var call = await LoggedInCall.EstablishAsync(phone);
        phone.Send(call.Next("REFER", more: "Refer-To: <sip:100@x>"));
        await phone.ReceiveAsync();
        phone.Send(phone.Response(await phone.ReceiveAsync(), 481, ""));
        await phone.ExpectNothingAsync();
        var dialog = _dialogs[call.CallId];
        await StackUnderTest.TurnAsync(dialog.Mailbox);
        _referred.Single().Progress.Tell(200);
        await StackUnderTest.TurnAsync(dialog.Mailbox);
        await phone.ExpectNothingAsync();

        Assert.Null(dialog.End);
    }

    [Fact]
    public async Task A_transfer_that_never_ends_ends_its_subscription_after_three_minutes()
    {
        await using var sut = await StartAsync();
        using var phone = sut.Peer(Phone);
        var call = await LoggedInCall.EstablishAsync(phone);
        phone.Send(call.Next("REFER", more: "Refer-To: <sip:100@x>"));
        await phone.ReceiveAsync();
        phone.Send(phone.Response(await phone.ReceiveAsync(), 200, ""));
        await phone.ExpectNothingAsync();
        await StackUnderTest.TurnAsync(_dialogs[call.CallId].Mailbox);
        sut.Time.Advance(Referrals.SubscriptionLife + TimeSpan.FromSeconds(1));
        var end = await phone.ReceiveAsync();

        Assert.Equal("terminated;reason=timeout", end["Subscription-State"]);
    }

    [Fact]
    public async Task The_last_word_leaves_before_the_bye()
    {
        await using var sut = await StartAsync();
        using var phone = sut.Peer(Phone);
        var call = await LoggedInCall.EstablishAsync(phone);
        phone.Send(call.Next("REFER", more: "Refer-To: <sip:100@x>"));
        await phone.ReceiveAsync();
        var trying = await phone.ReceiveAsync();
        await sut.UntilAsync(() => !_referred.IsEmpty);
        _referred.Single().Progress.Tell(200);
        _dialogs[call.CallId].Bye();
        var last = await phone.ReceiveAsync();
        var bye = await phone.ReceiveAsync();

        Assert.Equal("SIP/2.0 100 Trying\r\n", trying.Body);
        Assert.Equal("SIP/2.0 200 OK\r\n", last.Body);
        Assert.Equal("BYE", bye.Method);
    }

    private Task<StackUnderTest> StartAsync() => StackUnderTest.StartAsync(invite =>
    {
        var dialog = invite.Answer(StackUnderTest.Sdp);
        _dialogs[invite.CallId] = dialog;
        dialog.OnRefer = (wish, progress) =>
        {
            _referred.Enqueue((wish, progress));
            return true;
        };
    });
}
