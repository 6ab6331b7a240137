using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Tests.Hosting;

public sealed class PortOwnerTests
{
    [Fact]
    public void A_taken_tcp_port_names_the_program_that_has_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var refusal = PortOwner.Refusal("tcp", port, "--http-port");
        Assert.Contains(FormattableString.Invariant($"({Environment.ProcessId})"), refusal.Message,
            StringComparison.Ordinal);
        Assert.Contains("--http-port", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void A_taken_udp_port_does_too()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        var port = ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
        Assert.Contains($"({Environment.ProcessId})", PortOwner.Find("udp", port), StringComparison.Ordinal);
    }

    [Fact]
    public void A_free_port_has_no_owner() => Assert.Null(PortOwner.Find("tcp", 1));
}
