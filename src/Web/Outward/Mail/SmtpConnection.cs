using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Zhkh.Web.Outward;

/// <summary>The wire to a mail server: lines out, replies in, TLS over it. Every wait has its limit.</summary>
internal sealed class SmtpConnection(SmtpOptions options, TimeProvider time) : IAsyncDisposable
{
    /// <summary>RFC 5321 §4.5.3.1.5 says 512; some servers say more in one line.</summary>
    private const int LineLengthMax = 4096;
    private const int LinesMax = 100;

    private readonly byte[] _buffer = new byte[4096];
    private TcpClient? _client;
    private Stream? _stream;
    private int _from;
    private int _to;

    private Stream Wire => _stream ?? throw new InvalidOperationException("Not connected");

    public async Task ConnectAsync(CancellationToken cancel)
    {
        _client = new TcpClient { NoDelay = true };
        await WithinAsync("connect", options.ConnectTimeout, cancel,
            async token => await _client.ConnectAsync(options.Host, options.Port, token));
        _stream = _client.GetStream();
    }

    /// <summary>Certificate and name are checked; there is no way to switch that off.</summary>
    public Task SecureAsync(CancellationToken cancel)
    {
        if (_from != _to)
        {
            // Words sent before the keys were agreed could have been put there by anybody (CVE-2011-0411).
            throw new SmtpTroubleException("The server spoke on after agreeing to STARTTLS");
        }

        return WithinAsync("TLS", options.ConnectTimeout, cancel, async token =>
        {
            var secure = new SslStream(Wire);
            _stream = secure;
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = options.Host,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                CertificateChainPolicy = Policy(),
            }, token);
        });
    }

    public async Task<SmtpReply> SayAsync(string command, TimeSpan patience, CancellationToken cancel)
    {
        await SendAsync(Encoding.ASCII.GetBytes(command + "\r\n"), patience, cancel);
        return await HearAsync(command.Split(' ')[0], patience, cancel);
    }

    public Task SendAsync(ReadOnlyMemory<byte> octets, TimeSpan patience, CancellationToken cancel) =>
        WithinAsync("sending", patience, cancel, async token =>
        {
            await Wire.WriteAsync(octets, token);
            await Wire.FlushAsync(token);
        });

    /// <param name="to">What is answered: named when no answer comes.</param>
    public async Task<SmtpReply> HearAsync(string to, TimeSpan patience, CancellationToken cancel)
    {
        SmtpReply? reply = null;
        await WithinAsync(to, patience, cancel, async token => reply = await ReadAsync(to, token));
        return reply ?? throw new InvalidOperationException("WithinAsync returns after the reading only");
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
        {
            try
            {
                await _stream.DisposeAsync();
            }
            catch (IOException)
            {
                // The far end was quicker; the letter's fate is known by now.
            }
        }

        _client?.Dispose();
    }

    private async Task<SmtpReply> ReadAsync(string to, CancellationToken cancel)
    {
        var lines = new List<string>();
        while (lines.Count < LinesMax)
        {
            var line = await ReadLineAsync(to, cancel);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture,
                out var code) || code is < 200 or > 599)
            {
                throw new SmtpTroubleException($"{to}: no SMTP reply: {line}");
            }

            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] != '-')
            {
                return new SmtpReply(code, lines);
            }
        }

        throw new SmtpTroubleException($"{to}: a reply of more than {LinesMax} lines");
    }

    private async Task<string> ReadLineAsync(string to, CancellationToken cancel)
    {
        var line = new List<byte>();
        while (true)
        {
            while (_from < _to)
            {
                var octet = _buffer[_from++];
                if (octet == '\n')
                {
                    return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
                }

                line.Add(octet);
            }

            if (line.Count > LineLengthMax)
            {
                throw new SmtpTroubleException($"{to}: a line of more than {LineLengthMax} octets");
            }

            (_from, _to) = (0, await Wire.ReadAsync(_buffer, cancel));
            if (_to == 0)
            {
                throw new SmtpTroubleException($"{to}: the server hung up");
            }
        }
    }

    private async Task WithinAsync(
        string what, TimeSpan patience, CancellationToken cancel, Func<CancellationToken, Task> act)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await act(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new SmtpTroubleException($"{what}: no answer within {patience.TotalSeconds:0.#} s");
        }
        catch (Exception failure) when (failure is AuthenticationException
            || (failure is IOException or SocketException && failure is not SmtpTroubleException))
        {
            throw new SmtpTroubleException($"{what}: {(failure.InnerException ?? failure).Message}", failure);
        }
    }

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (options.CaFile.Length > 0)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.ImportFromPemFile(options.CaFile);
        }

        return policy;
    }
}
