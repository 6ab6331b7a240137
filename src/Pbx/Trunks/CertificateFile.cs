using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Trunks;

/// <summary>
/// The certificate of the SIP port in PEM files, read again when they change: a renewal needs no new start. A file that
/// cannot be read leaves the last good certificate in use.
/// </summary>
public sealed class CertificateFile
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private readonly string _certificate;
    private readonly string _key;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private X509Certificate2 _current;
    private (DateTime Certificate, DateTime Key) _stamp;
    private long _lookedAt;

    /// <param name="certificate">PEM, with its chain behind it when there is one.</param>
    /// <param name="key">PEM; the same file when both are in one.</param>
    /// <exception cref="CryptographicException">They are no certificate and its key.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    public CertificateFile(string certificate, string key, TimeProvider time, ILogger log)
    {
        (_certificate, _key, _time, _log) = (certificate, key, time, log);
        _stamp = Stamp();
        _current = Read();
        _lookedAt = time.GetTimestamp();
    }

    /// <summary>Makes one that vouches for itself: encryption without proof of who we are.</summary>
    public static void MakeSelfSigned(string file, string name, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.WriteLine(made.ExportCertificatePem());
        writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The certificate as it is now.</summary>
    public X509Certificate2 Current()
    {
        lock (_gate)
        {
            if (_time.GetElapsedTime(_lookedAt) >= LookEvery)
            {
                _lookedAt = _time.GetTimestamp();
                Look();
            }

            return _current;
        }
    }

    private void Look()
    {
        try
        {
            var stamp = Stamp();
            if (stamp == _stamp)
            {
                return;
            }

            // Handshakes under way still hold the old one, so it is left to the collector.
            _current = Read();
            _stamp = stamp;
            TrunksLog.CertificateRead(_log, _certificate, _current.NotAfter);
        }
        catch (Exception bad) when (bad is CryptographicException or IOException or UnauthorizedAccessException)
        {
            TrunksLog.CertificateNotRead(_log, _certificate, bad.Message);
        }
    }

    private X509Certificate2 Read() => X509Certificate2.CreateFromPemFile(_certificate, _key);

    private (DateTime, DateTime) Stamp() => (File.GetLastWriteTimeUtc(_certificate), File.GetLastWriteTimeUtc(_key));
}
