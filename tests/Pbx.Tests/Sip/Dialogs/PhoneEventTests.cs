using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Dialogs;

/// <summary>What makes a phone answer, resume or hold by itself.</summary>
public sealed class PhoneEventTests
{
    private const string Phone = "127.0.71.4";
    private static readonly TimeSpan Patience = PlacedCall.Patience;

    [Fact]
    public async Task A_phone_that_rings_is_asked_to_answer()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var phone = sut.Peer(Phone);
        var call = PlacedCall.Place(sut, phone, r => r with { StaysOnFlow = true });
        var invite = await phone.ReceiveAsync();
        Assert.Null(call.Invite.Early);
        phone.Send(phone.Response(invite, 180, "there"));
        await sut.UntilAsync(() => call.Invite.Early is not null);
        var told = call.Invite.Early!.NotifyTalk();
        var notify = await phone.ReceiveAsync();
        phone.Send(phone.Response(notify, 200, ""));
        phone.Send(phone.Response(invite, 200, "there", WirePeerCall.Sdp));
        Assert.Equal("ACK", (await phone.ReceiveAsync()).Method);
        var dialog = await call.Answered.Task.WaitAsync(Patience);

        Assert.Equal(("NOTIFY", "talk", "active"),
            (notify.Method, notify["Event"], notify["Subscription-State"]));
        Assert.Equal((invite["Call-ID"], "there"), (notify["Call-ID"], notify.Tag("To")));
        Assert.Equal(200, await told.WaitAsync(Patience));
        Assert.Null(dialog.End);
        Assert.Null(call.Invite.Early);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(489)]
    [InlineData(481)]
    public async Task A_phone_that_talks_is_asked_to_hold_and_may_refuse(int status)
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var phone = sut.Peer(Phone);
        var call = PlacedCall.Place(sut, phone, r => r with { StaysOnFlow = true });
        var (dialog, _) = await call.EstablishAsync(phone);
        var told = dialog.NotifyHold();
        var notify = await phone.ReceiveAsync();
        phone.Send(phone.Response(notify, status, ""));

        Assert.Equal("hold", notify["Event"]);
        Assert.Equal(status, await told.WaitAsync(Patience));
        Assert.Null(dialog.End);
    }

    [Fact]
    public async Task Outside_a_call_a_phone_is_told_by_a_request_of_its_own()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var phone = sut.Peer(Phone);
        var told = sut.Stack.NotifyAsync(
            sut.Stack.FlowTo(SipTransport.Udp, phone.Local), $"sip:201@{phone.HostPort()}", PhoneEvent.Talk);
        var notify = await phone.ReceiveAsync();
        phone.Send(phone.Response(notify, 481, "x"));

        Assert.Equal($"NOTIFY sip:201@{phone.HostPort()} SIP/2.0", notify.StartLine);
        Assert.Equal(("talk", ""), (notify["Event"], notify.Tag("To")));
        Assert.Equal(481, await told.WaitAsync(Patience));
        await sut.AdvanceUntilAsync(() => sut.Stack is { TransactionCount: 0, TimerCount: 0 });
    }

    [Fact]
    public async Task An_invite_may_ask_to_be_answered_at_once()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var phone = sut.Peer(Phone);
        PlacedCall.Place(sut, phone);
        var plain = await phone.ReceiveAsync();
        PlacedCall.Place(sut, phone, r => r with { AutoAnswer = true, StaysOnFlow = true });
        var automatic = await phone.ReceiveAsync();

        Assert.Equal(("", ""), (plain["Call-Info"], plain["Alert-Info"]));
        Assert.EndsWith(">;answer-after=0", automatic["Call-Info"], StringComparison.Ordinal);
        Assert.EndsWith(">;info=alert-autoanswer", automatic["Alert-Info"], StringComparison.Ordinal);
        Assert.Contains("REFER", automatic["Allow"], StringComparison.Ordinal);
        Assert.DoesNotContain("REFER", plain["Allow"], StringComparison.Ordinal);
    }
}
