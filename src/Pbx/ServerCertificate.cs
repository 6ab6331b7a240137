using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Pbx;

/// <summary>
/// What the exchange shows to phones over TLS: the certificate it was given, else one that vouches for itself and stays
/// in the data folder.
/// </summary>
internal static class ServerCertificate
{
    /// <summary>The certificate as it is now; null without a port for TLS.</summary>
    public static Func<X509Certificate2?> Of(PbxOptions options, TimeProvider time, ILogger<CertificateFile> log)
    {
        if (options.TlsBind.Count == 0)
        {
            return () => null;
        }

        var (certificate, key) = options.Certificate ?? Own(options, time);
        return new CertificateFile(certificate, key, time, log).Current;
    }

    private static (string Certificate, string Key) Own(PbxOptions options, TimeProvider time)
    {
        var folder = Path.Combine(options.DataFolder, "keys");
        var file = Path.Combine(folder, "sip.pem");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(folder);
            CertificateFile.MakeSelfSigned(file, options.Realm, time.GetUtcNow());
        }

        return (file, file);
    }
}
