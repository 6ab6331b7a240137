using System.Net.Sockets;
using Zhkh.Pbx;

namespace Zhkh.Web.Hosting;

/// <summary>The exchange begins with the host and ends with it; its calls were waited for by the drain.</summary>
internal sealed class ExchangeHost(Exchange exchange, PbxOptions options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await exchange.StartAsync(cancellationToken);
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            var port = options.Bind[0].Port;
            throw PortOwner.Refusal(PortOwner.Find("udp", port) is null ? "tcp" : "udp", port, "--sip-port");
        }
        catch (SocketException refused)
        {
            throw new StartRefusedException($"The SIP port cannot be opened on {options.Bind[0]}: {refused.Message}");
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await exchange.DisposeAsync();
}
