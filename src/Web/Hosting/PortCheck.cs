using System.Net;
using System.Net.Sockets;

namespace Zhkh.Web.Hosting;

/// <summary>
/// Looks whether the ports are free before anything else is done: who typed a wrong flag should not wait for a town to
/// be built. The real bind may still lose a race; it says the same.
/// </summary>
internal static class PortCheck
{
    public static void Ensure(WebOptions web, IEnumerable<IPEndPoint> sip, IEnumerable<IPEndPoint> sips)
    {
        foreach (var address in web.Bind.Select(text => IPAddress.TryParse(text, out var ip) ? ip : null))
        {
            if (address is not null)
            {
                Try(new IPEndPoint(address, web.HttpPort), SocketType.Stream, "--http-port");
            }
        }

        foreach (var endpoint in sip)
        {
            Try(endpoint, SocketType.Dgram, "--sip-port");
            Try(endpoint, SocketType.Stream, "--sip-port");
        }

        foreach (var endpoint in sips)
        {
            Try(endpoint, SocketType.Stream, "--sips-port");
        }
    }

    private static void Try(IPEndPoint endpoint, SocketType type, string flag)
    {
        if (endpoint.Port == 0)
        {
            return;
        }

        var protocol = type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp;
        using var socket = new Socket(endpoint.AddressFamily, type, protocol);
        // As the real listener does: a connection in TIME_WAIT from the last run is not somebody else's port.
        if (type == SocketType.Stream)
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        }

        try
        {
            socket.Bind(endpoint);
            if (type == SocketType.Stream)
            {
                socket.Listen(1);
            }
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw PortOwner.Refusal(type == SocketType.Stream ? "tcp" : "udp", endpoint.Port, flag);
        }
        catch (SocketException refused)
        {
            throw new StartRefusedException($"{endpoint} cannot be listened on: {refused.Message}");
        }
    }
}
