using System.Net;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Transport;

public sealed class FloodGuardTests
{
    private static readonly IPAddress Trunk = IPAddress.Parse("10.0.0.1");
    private readonly ManualTime _time = new();
    private readonly FloodGuard _guard;

    public FloodGuardTests()
    {
        var options = new AdmissionOptions();
        var peers = new PeerDirectory(AddressList.Parse("10.0.0.0/30"), []);
        _guard = new FloodGuard(options, peers, new BanList(options, _ => false, _time), _time);
    }

    [Fact]
    public void A_stranger_gets_its_burst_and_then_ten_a_second()
    {
        var stranger = IPAddress.Parse("192.0.2.1");
        Assert.Equal(20, Count(stranger, 2_000));
        var admitted = 0;
        for (var second = 0; second < 10; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            admitted += Count(stranger, 2_000);
        }

        Assert.Equal(100, admitted);
        Assert.Equal(200, Count(Trunk, 200)); // others do not feel it
    }

    [Fact]
    public void All_strangers_together_stay_within_one_bucket()
    {
        var admitted = Enumerable.Range(1, 200).Sum(i => Count(IPAddress.Parse($"198.51.100.{i}"), 20));
        Assert.Equal(500, admitted);
    }

    [Fact]
    public void A_phone_that_logged_in_gets_a_phones_rate_until_it_ends()
    {
        var phone = IPAddress.Parse("192.0.2.7");
        Assert.Equal(20, Count(phone, 1_000));
        _guard.Vouch(phone, TimeSpan.FromMinutes(10));
        Assert.Equal(400, Count(phone, 1_000));
        Assert.True(_guard.Knows(phone));
        _time.Advance(TimeSpan.FromMinutes(11));
        Assert.False(_guard.Knows(phone));
        Assert.Equal(20, Count(phone, 1_000));
    }

    [Fact]
    public void The_whole_64_of_an_ipv6_host_is_one_source()
    {
        var admitted = Enumerable.Range(1, 100).Sum(i => Count(IPAddress.Parse($"2001:db8:1:1::{i:x}"), 10));
        Assert.Equal(20, admitted);
        Assert.Equal(20, Count(IPAddress.Parse("2001:db8:1:2::1"), 30));
    }

    [Fact]
    public void Tables_are_bounded_however_many_sources_knock()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 300_000; i++)
        {
            _guard.Admits(new SourceKey(0, (uint)i), Trunk);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20_000_000);
    }

    private int Count(IPAddress address, int messages) =>
        Enumerable.Range(0, messages).Count(_ => _guard.Admits(SourceKey.Of(address), address));
}
