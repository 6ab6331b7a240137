using System.Net;
using System.Net.Sockets;
using Zhkh.Pbx.Rtp;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Rtp;

public sealed class PortPoolTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Pairs_are_even_and_inside_the_range_in_no_order()
    {
        var pool = new PortPool(new MediaOptions { FirstPort = 21_001, LastPort = 21_400 }, _time);
        Assert.Equal(199, pool.Free);
        var pairs = Enumerable.Range(0, 40).Select(_ => pool.TryBind(IPAddress.Loopback)!.Value).ToList();
        var ports = pairs.Select(pair => ((IPEndPoint)pair.Rtp.LocalEndPoint!).Port).ToList();
        Assert.All(ports, port => Assert.True(port % 2 == 0 && port is > 21_001 and < 21_400));
        Assert.All(pairs, pair => Assert.Equal(
            ((IPEndPoint)pair.Rtp.LocalEndPoint!).Port + 1, ((IPEndPoint)pair.Rtcp.LocalEndPoint!).Port));
        Assert.NotEqual(ports.Order(), ports);
        pairs.ForEach(Close);
    }

    [Fact]
    public void A_freed_pair_rests_before_it_is_used_again()
    {
        var pool = new PortPool(
            new MediaOptions { FirstPort = 21_500, LastPort = 21_501, PortRest = TimeSpan.FromSeconds(30) }, _time);
        var pair = pool.TryBind(IPAddress.Loopback)!.Value;
        Assert.Null(pool.TryBind(IPAddress.Loopback));
        Close(pair);
        pool.Release(21_500);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Null(pool.TryBind(IPAddress.Loopback));
        _time.Advance(TimeSpan.FromSeconds(1));
        Close(pool.TryBind(IPAddress.Loopback)!.Value);
    }

    [Fact]
    public void A_pair_of_which_another_program_holds_one_is_passed_over()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 21_603));
        var pool = new PortPool(new MediaOptions { FirstPort = 21_600, LastPort = 21_603 }, _time);
        var pair = pool.TryBind(IPAddress.Loopback)!.Value;
        Assert.Equal(21_600, ((IPEndPoint)pair.Rtp.LocalEndPoint!).Port);
        Assert.Null(pool.TryBind(IPAddress.Loopback));
        Close(pair);
    }

    [Fact]
    public void Port_zero_takes_any_free_pair_below_the_ephemeral_ports()
    {
        var pool = new PortPool(new MediaOptions { FirstPort = 0, LastPort = 0 }, _time);
        var pair = pool.TryBind(IPAddress.IPv6Loopback)!.Value;
        Assert.InRange(((IPEndPoint)pair.Rtp.LocalEndPoint!).Port, 16_384, 32_766);
        Close(pair);
    }

    [Theory]
    [InlineData(30_000, 40_000)]
    [InlineData(60_000, 61_000)]
    [InlineData(80, 2_000)]
    [InlineData(20_000, 10_000)]
    [InlineData(65_000, 70_000)]
    public void A_range_that_cannot_work_is_refused(int first, int last) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new PortPool(new MediaOptions { FirstPort = first, LastPort = last }, _time));

    [Fact]
    public void An_address_that_is_not_ours_is_an_error()
    {
        var pool = new PortPool(new MediaOptions { FirstPort = 0, LastPort = 0 }, _time);
        Assert.Throws<SocketException>(() => pool.TryBind(IPAddress.Parse("192.0.2.1")));
    }

    private static void Close((Socket Rtp, Socket Rtcp) pair)
    {
        pair.Rtp.Dispose();
        pair.Rtcp.Dispose();
    }
}
