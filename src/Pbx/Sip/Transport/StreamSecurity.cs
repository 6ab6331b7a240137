using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// What stands between a connection and its messages: nothing, or TLS 1.2 and newer (RFC 3261 §26.3.1, RFC 8996).
/// </summary>
internal sealed class StreamSecurity
{
    private const SslProtocols Allowed = SslProtocols.Tls12 | SslProtocols.Tls13;
    private readonly Func<X509Certificate2?>? _certificate;
    private readonly X509Certificate2Collection? _trusted;

    private StreamSecurity(Func<X509Certificate2?>? certificate, X509Certificate2Collection? trusted) =>
        (_certificate, _trusted) = (certificate, trusted);

    /// <summary>Plain TCP.</summary>
    public static StreamSecurity None { get; } = new(null, null);

    public bool IsTls => _certificate is not null;

    /// <param name="certificate">Asked at every handshake, so that a renewed one is used at once.</param>
    /// <param name="trusted">Who may vouch for a server we connect to; null asks the system.</param>
    public static StreamSecurity Tls(Func<X509Certificate2?> certificate, X509Certificate2Collection? trusted) =>
        new(certificate, trusted);

    /// <summary>Speaks to the peer until both agree.</summary>
    /// <param name="server">The address we connected to; null when the peer connected to us.</param>
    /// <param name="name">Whom the certificate must name; null = the address.</param>
    /// <exception cref="AuthenticationException">They do not.</exception>
    public async Task<Stream> OpenAsync(
        Socket socket, IPEndPoint? server, CancellationToken cancel, string? name = null)
    {
        var plain = new NetworkStream(socket, ownsSocket: false);
        if (_certificate is null)
        {
            return plain;
        }

        var tls = new SslStream(plain, leaveInnerStreamOpen: false);
        if (server is null)
        {
            await tls.AuthenticateAsServerAsync(AsServer(_certificate), cancel).ConfigureAwait(false);
        }
        else
        {
            await tls.AuthenticateAsClientAsync(AsClient(name ?? server.Address.ToString()), cancel)
                .ConfigureAwait(false);
        }

        return tls;
    }

    private static SslServerAuthenticationOptions AsServer(Func<X509Certificate2?> certificate) => new()
    {
        EnabledSslProtocols = Allowed,
        ServerCertificate = certificate()
            ?? throw new AuthenticationException("There is no certificate that could be shown"),
        ClientCertificateRequired = false,
    };

    private SslClientAuthenticationOptions AsClient(string name)
    {
        var options = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = Allowed,
            TargetHost = name,
        };
        if (_trusted is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(_trusted);
        }

        return options;
    }
}
