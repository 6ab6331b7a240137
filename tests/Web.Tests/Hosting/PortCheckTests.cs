using System.Net;
using System.Net.Sockets;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Tests.Hosting;

public sealed class PortCheckTests
{
    [Fact]
    public void A_taken_http_port_is_refused_with_its_flag()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var refused = Assert.Throws<StartRefusedException>(
            () => PortCheck.Ensure(Loopback(port), [], []));
        Assert.Contains("--http-port", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_taken_sip_port_is_refused_for_udp_and_for_tcp()
    {
        using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var refused = Assert.Throws<StartRefusedException>(
            () => PortCheck.Ensure(Loopback(0), [(IPEndPoint)udp.Client.LocalEndPoint!], []));
        Assert.Contains("/udp is in use", refused.Message, StringComparison.Ordinal);

        using var tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        refused = Assert.Throws<StartRefusedException>(
            () => PortCheck.Ensure(Loopback(0), [(IPEndPoint)tcp.LocalEndpoint], []));
        Assert.Contains("--sip-port", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Port_zero_is_any_free_one() =>
        PortCheck.Ensure(Loopback(0), [new IPEndPoint(IPAddress.Loopback, 0)], []);

    [Fact]
    public void An_address_of_another_machine_is_told_so() => Assert.Throws<StartRefusedException>(
        () => PortCheck.Ensure(Loopback(0), [new IPEndPoint(IPAddress.Parse("192.0.2.1"), 5060)], []));

    private static WebOptions Loopback(int port) => new() { HttpPort = port, Bind = [WebOptions.BindDefault] };
}
