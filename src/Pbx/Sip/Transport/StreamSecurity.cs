using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
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
    /// <param name="tls">Whom the server must prove to be; null = its address.</param>
    /// <exception cref="TlsRefusedException">They do not.</exception>
    public async Task<Stream> OpenAsync(
        Socket socket, IPEndPoint? server, CancellationToken cancel, TlsServer? tls = null)
    {
        var plain = new NetworkStream(socket, ownsSocket: false);
        if (_certificate is null)
        {
            return plain;
        }

        var stream = new SslStream(plain, leaveInnerStreamOpen: false);
        var fault = FlowFault.NoTls;
        try
        {
            if (server is null)
            {
                await stream.AuthenticateAsServerAsync(AsServer(_certificate), cancel).ConfigureAwait(false);
            }
            else
            {
                var options = AsClient(tls ?? new TlsServer(server.Address.ToString()));
                options.RemoteCertificateValidationCallback = (_, _, _, errors) =>
                {
                    if (errors != SslPolicyErrors.None)
                    {
                        fault = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                            ? FlowFault.CertificateName : FlowFault.CertificateUntrusted;
                    }

                    return errors == SslPolicyErrors.None;
                };
                await stream.AuthenticateAsClientAsync(options, cancel).ConfigureAwait(false);
            }
        }
        catch (Exception refused) when (refused is AuthenticationException or CryptographicException)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw new TlsRefusedException(fault, refused);
        }

        return stream;
    }

    private static SslServerAuthenticationOptions AsServer(Func<X509Certificate2?> certificate) => new()
    {
        EnabledSslProtocols = Allowed,
        ServerCertificate = certificate()
            ?? throw new AuthenticationException("There is no certificate that could be shown"),
        ClientCertificateRequired = false,
    };

    private SslClientAuthenticationOptions AsClient(TlsServer server)
    {
        var trusted = _trusted;
        if (server.Authority.Length > 0)
        {
            trusted = [];
            trusted.ImportFromPem(server.Authority);
        }

        var options = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = Allowed,
            TargetHost = server.Name,
        };
        if (trusted is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(trusted);
        }

        return options;
    }
}
