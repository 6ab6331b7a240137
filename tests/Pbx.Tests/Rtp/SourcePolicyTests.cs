using System.Net;
using Zhkh.Pbx.Rtp;

namespace Zhkh.Pbx.Tests.Rtp;

public sealed class SourcePolicyTests
{
    private const long Second = 1_000_000_000;
    private static readonly WireAddress s_announced = Address("192.0.2.1:4000");
    private static readonly WireAddress s_nat = Address("198.51.100.7:6000");
    private SourcePolicy _policy;

    [Fact]
    public void A_trunk_is_its_announced_address_and_port_alone()
    {
        _policy.Start(s_announced, SourceLearning.Exact, null, 0);
        Assert.True(Admits(s_announced, 1));
        Assert.False(Admits(s_announced with { Port = 4002 }, 2));
        for (ushort i = 0; i < 10; i++)
        {
            Assert.False(Admits(s_nat, i));
        }
    }

    [Fact]
    public void Four_in_a_row_are_learnt_once_and_then_locked()
    {
        _policy.Start(s_announced, SourceLearning.OnceAfterStart, null, 0);
        Assert.Equal([false, false, false, true, true], Enumerable.Range(7, 5).Select(i => Admits(s_nat, (ushort)i)));
        Assert.Equal(s_nat, _policy.Remote);
        var third = Address("203.0.113.9:7000");
        Assert.DoesNotContain(true, Enumerable.Range(0, 9).Select(i => Admits(third, (ushort)i)));
        Assert.False(Admits(s_announced, 1));
    }

    [Fact]
    public void A_phone_that_signals_from_one_loopback_address_and_speaks_from_another_is_one_host()
    {
        _policy.Start(s_announced, SourceLearning.OnceAfterStart, Address("127.0.45.1:0"), 0);
        var voice = Address("127.0.0.1:9000");
        Assert.Equal([false, false, false, true], Enumerable.Range(7, 4).Select(i => Admits(voice, (ushort)i)));

        _policy.Start(s_announced, SourceLearning.OnceAfterStart, Address("127.0.45.1:0"), 0);
        Assert.DoesNotContain(true, Enumerable.Range(7, 9).Select(i => Admits(s_nat, (ushort)i)));
    }

    [Fact]
    public void Rows_with_holes_other_ssrcs_or_mixed_senders_are_not_learnt()
    {
        _policy.Start(s_announced, SourceLearning.OnceAfterStart, null, 0);
        Assert.DoesNotContain(true, Enumerable.Range(0, 20).Select(i => Admits(s_nat, (ushort)(2 * i))));
        Assert.DoesNotContain(true, Enumerable.Range(0, 20).Select(i => Admits(s_nat, (ushort)i, ssrc: (uint)i)));
        Assert.DoesNotContain(true, Enumerable.Range(0, 20).Select(
            i => Admits(s_nat with { Port = (ushort)(6000 + (i % 2)) }, (ushort)(i / 2))));
    }

    [Fact]
    public void After_two_seconds_nobody_is_learnt()
    {
        _policy.Start(s_announced, SourceLearning.OnceAfterStart, null, 0);
        Assert.DoesNotContain(
            true, Enumerable.Range(0, 9).Select(i => Admits(s_nat, (ushort)i, nowNs: (2 * Second) + 1)));
        _policy.Start(s_announced, SourceLearning.OnceAfterStart, null, 9 * Second);
        Assert.Contains(true, Enumerable.Range(0, 4).Select(i => Admits(s_nat, (ushort)i, nowNs: 9 * Second)));
    }

    [Fact]
    public void Only_the_host_of_the_signalling_is_learnt_when_it_is_known()
    {
        _policy.Start(s_announced, SourceLearning.OnceAfterStart, s_nat with { Port = 0 }, 0);
        Assert.DoesNotContain(
            true, Enumerable.Range(0, 9).Select(i => Admits(Address("203.0.113.9:7000"), (ushort)i)));
        Assert.Contains(true, Enumerable.Range(0, 4).Select(i => Admits(s_nat, (ushort)i)));
    }

    [Theory]
    [InlineData("127.0.0.1:5060")]
    [InlineData("[2001:db8::1]:65535")]
    [InlineData("[fe80::1%3]:1")]
    public void An_address_survives_the_way_through_the_kernels_form(string text)
    {
        Span<byte> bytes = stackalloc byte[WireAddress.SockAddrBytesMax];
        var address = Address(text);
        address.ToSockAddr(bytes);
        Assert.Equal(address, WireAddress.FromSockAddr(bytes));
        Assert.Equal(IPEndPoint.Parse(text), WireAddress.FromSockAddr(bytes).ToEndPoint());
    }

    private static WireAddress Address(string text) => WireAddress.From(IPEndPoint.Parse(text));

    private bool Admits(WireAddress from, ushort sequence, uint ssrc = 5, long nowNs = 0)
    {
        var bytes = new byte[172];
        RtpPacket.WriteHeader(bytes, false, 8, sequence, (uint)(160 * sequence), ssrc);
        Assert.True(RtpPacket.TryParse(bytes, out var packet));
        return _policy.Admits(from, packet, nowNs);
    }
}
