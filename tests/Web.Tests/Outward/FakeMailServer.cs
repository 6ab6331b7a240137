using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.RegularExpressions;

namespace Zhkh.Web.Tests.Outward;

/// <summary>A mail server that misbehaves on demand and keeps what it took.</summary>
internal sealed partial class FakeMailServer : IAsyncDisposable
{
    private static readonly TimeSpan Slowness = TimeSpan.FromMilliseconds(300);

    private readonly IPEndPoint _at;
    private readonly TestCertificate _certificate;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _talks = [];
    private TcpListener _listener;
    private Task _accepting;
    private MailMode _mode;

    public FakeMailServer(IPAddress address, TestCertificate certificate)
    {
        _certificate = certificate;
        _listener = new TcpListener(address, 0);
        _listener.Start();
        _at = (IPEndPoint)_listener.LocalEndpoint;
        _accepting = AcceptAsync(_listener);
    }

    public int Port => _at.Port;

    /// <summary>Message-IDs in the order in which letters were taken.</summary>
    public ConcurrentQueue<string> Taken { get; } = new();

    /// <summary>Talks begun, whatever came of them.</summary>
    public int Talks;

    public async Task BeAsync(MailMode mode)
    {
        if (mode == MailMode.Refuse)
        {
            _listener.Stop();
            await _accepting;
        }
        else if (_mode == MailMode.Refuse)
        {
            _listener = new TcpListener(_at);
            _listener.Start();
            _accepting = AcceptAsync(_listener);
        }

        _mode = mode;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_talks);
        _stop.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref Talks);
                _talks.Add(TalkAsync(client, _mode));
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException
                or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task TalkAsync(TcpClient client, MailMode mode)
    {
        using (client)
        {
            try
            {
                await ServeAsync(client.GetStream(), mode);
            }
            catch (Exception end) when (end is IOException or OperationCanceledException or AuthenticationException)
            {
                return;   // the sender lost patience, which is what the mode is for
            }
        }
    }

    private async Task ServeAsync(Stream stream, MailMode mode)
    {
        if (mode == MailMode.Hang)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
        }

        if (mode == MailMode.Busy)
        {
            await SayAsync(stream, "421 4.3.2 too busy");
            return;
        }

        await SayAsync(stream, "220 mail.example.org ESMTP");
        while (await LineAsync(stream) is { } line)
        {
            if (mode == MailMode.Slow)
            {
                await Task.Delay(Slowness, TimeProvider.System, _stop.Token);
            }

            if (line == "STARTTLS")
            {
                await SayAsync(stream, "220 go ahead");
                stream = await SecureAsync(stream, mode);
            }
            else if (line == "DATA")
            {
                await SayAsync(stream, "354 go on");
                var id = await LetterAsync(stream);
                Taken.Enqueue(id);
                if (mode == MailMode.AckLost)
                {
                    return;
                }

                await SayAsync(stream, "250 2.0.0 queued");
            }
            else
            {
                await SayAsync(stream, Answer(line, mode));
            }
        }
    }

    private static string Answer(string line, MailMode mode) => line.Split(' ')[0] switch
    {
        "EHLO" when mode == MailMode.NoTls => "250-mail.example.org\r\n250 8BITMIME",
        "EHLO" => "250-mail.example.org\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN",
        "RCPT" when mode == MailMode.Later => "451 4.7.1 come back later",
        "AUTH" => "235 welcome",
        "QUIT" => "221 bye",
        _ => "250 ok",
    };

    private async Task<Stream> SecureAsync(Stream stream, MailMode mode)
    {
        if (mode == MailMode.TlsBroken)
        {
            await stream.WriteAsync("this is no TLS at all, whatever you expected\r\n"u8.ToArray(), _stop.Token);
            throw new IOException("broken on purpose");
        }

        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = _certificate.Server }, _stop.Token);
        return secure;
    }

    private async Task<string> LetterAsync(Stream stream)
    {
        var letter = new StringBuilder();
        while (await LineAsync(stream) is { } line && line != ".")
        {
            letter.Append(line).Append('\n');
        }

        return MessageId().Match(letter.ToString()).Groups[1].Value;
    }

    private async Task SayAsync(Stream stream, string reply) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"), _stop.Token);

    private async Task<string?> LineAsync(Stream stream)
    {
        var line = new List<byte>();
        var octet = new byte[1];
        while (await stream.ReadAsync(octet, _stop.Token) == 1)
        {
            if (octet[0] == '\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(octet[0]);
        }

        return null;
    }

    [GeneratedRegex("^Message-ID: <([^>]+)>", RegexOptions.Multiline)]
    private static partial Regex MessageId();
}
