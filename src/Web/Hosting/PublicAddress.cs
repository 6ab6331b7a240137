using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Zhkh.Web.Hosting;

/// <summary>Where people outside reach this host.</summary>
internal sealed class PublicAddress(IOptions<WebOptions> options, IServer server)
{
    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    /// <exception cref="InvalidOperationException">Nobody listens yet; whoever asks comes again.</exception>
    public string Value => options.Value.PublicAddress is { Length: > 0 } said
        ? said
        : server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(
            address => !address.EndsWith(":0", StringComparison.Ordinal))
            ?? throw new InvalidOperationException("The host does not listen yet");
}
