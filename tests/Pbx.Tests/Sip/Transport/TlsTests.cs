using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Transport;

/// <summary>SIP over TLS: what a phone sees of it, and what a stranger can do with the port.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zhkh-tls").FullName;

    private string Pem => Path.Combine(_folder, "sip.pem");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_call_over_tls_is_answered_on_its_connection(SslProtocols version)
    {
        await using var sut = await StartAsync(answers: true);
        using var stream = await ConnectAsync(sut, version);
        using var text = sut.Peer();
        var call = new WirePeerCall(text, "sip:100@x");
        await stream.SendAsync(Tls(call.Invite()));
        var ok = await stream.ReceiveAsync();
        call.Learn(ok!);
        await stream.SendAsync(Tls(call.Ack()) + Tls(call.Bye()));
        var bye = await stream.ReceiveAsync();

        Assert.Equal(200, ok!.Status);
        Assert.Contains(";transport=tls", ok["Contact"], StringComparison.Ordinal);
        Assert.Contains($":{sut.Stack.BoundTlsEndpoints[0].Port};", ok["Contact"], StringComparison.Ordinal);
        Assert.Equal(("BYE", 200), (bye!.Method, bye.Status));
        await sut.UntilAsync(() => sut.Stack.ConversationCount == 0);
    }

    [Fact]
    public async Task Ipv6_speaks_tls_too()
    {
        await using var sut = await StartAsync(answers: true, bind: "::1");
        using var stream = await ConnectAsync(sut, SslProtocols.Tls13, local: "::1");
        using var text = sut.Peer("::1");
        var call = new WirePeerCall(text, "sip:100@[::1]");
        await stream.SendAsync(Tls(call.Invite()));
        var ok = await stream.ReceiveAsync();
        call.Learn(ok!);
        await stream.SendAsync(Tls(call.Ack()) + Tls(call.Bye()));

        Assert.Equal(200, ok!.Status);
        Assert.StartsWith("<sip:zhkh@[::1]:", ok["Contact"], StringComparison.Ordinal);
        Assert.Equal(("BYE", 200), await stream.ReceiveAsync() is { } bye ? (bye.Method, bye.Status) : default);
    }

    [Fact]
    public async Task What_is_older_than_tls_1_2_is_refused()
    {
        await using var sut = await StartAsync();
#pragma warning disable SYSLIB0039, CA5397 // it is the very thing that has to be refused
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(sut, SslProtocols.Tls11));
#pragma warning restore SYSLIB0039, CA5397
    }

    [Fact]
    public async Task Plain_text_on_the_port_is_not_answered()
    {
        await using var sut = await StartAsync();
        using var stream = await WireStream.ConnectAsync(sut.Stack.BoundTlsEndpoints[0], "127.0.0.9");
        using var text = sut.Peer();
        await stream.SendAsync(Tls(text.Request("OPTIONS", "sip:x@y", "plain", 1)));
        // An alert of TLS may come; a word of SIP must not.
        Assert.Null(await SilenceAsync(stream));
    }

    [Fact]
    public async Task Who_does_not_shake_hands_has_the_time_of_a_stranger_even_as_the_trunk()
    {
        await using var sut = await StartAsync();
        using var stream = await WireStream.ConnectAsync(sut.Stack.BoundTlsEndpoints[0]);
        using var pinger = sut.Peer();
        var closed = stream.ReceiveAsync();
        await sut.AdvanceUntilAsync(() => closed.IsCompleted);
        Assert.Null(await closed);
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_without_a_new_start()
    {
        var time = new ManualTime();
        CertificateFile.MakeSelfSigned(Pem, "first", DateTimeOffset.UtcNow);
        var file = new CertificateFile(Pem, Pem, time, NullLogger.Instance);
        await using var sut = await StackUnderTest.StartAsync(change: o => o with
        {
            TlsBind = [new IPEndPoint(IPAddress.Loopback, 0)], TlsCertificate = file.Current,
        });
        Assert.Equal("CN=first", await ShownAsync(sut));

        CertificateFile.MakeSelfSigned(Pem, "second", DateTimeOffset.UtcNow);
        File.SetLastWriteTimeUtc(Pem, DateTime.UtcNow.AddMinutes(1));
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("CN=second", await ShownAsync(sut));

        await File.WriteAllTextAsync(Pem, "half a certif");
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("CN=second", await ShownAsync(sut));
    }

    [Fact]
    public void The_key_is_for_its_owner_only()
    {
        CertificateFile.MakeSelfSigned(Pem, "zhkh", DateTimeOffset.UtcNow);
        Assert.True(OperatingSystem.IsWindows()
            || File.GetUnixFileMode(Pem) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private async Task<StackUnderTest> StartAsync(bool answers = false, string bind = "127.0.0.1")
    {
        CertificateFile.MakeSelfSigned(Pem, "zhkh", DateTimeOffset.UtcNow);
        var file = new CertificateFile(Pem, Pem, TimeProvider.System, NullLogger.Instance);
        return await StackUnderTest.StartAsync(
            answers ? invite => invite.Answer(StackUnderTest.Sdp) : null,
            o => o with { TlsBind = [new IPEndPoint(IPAddress.Parse(bind), 0)], TlsCertificate = file.Current },
            trunks: bind, bind: bind);
    }

    private static Task<WireStream> ConnectAsync(
        StackUnderTest sut, SslProtocols version, Action<X509Certificate?>? shown = null,
        string local = "127.0.0.1") =>
        WireStream.ConnectTlsAsync(sut.Stack.BoundTlsEndpoints[0], new SslClientAuthenticationOptions
        {
            TargetHost = "zhkh",
            EnabledSslProtocols = version,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                shown?.Invoke(certificate);
                return true;
            },
        }, local);

    private static async Task<string?> ShownAsync(StackUnderTest sut)
    {
        string? subject = null;
        using var stream = await ConnectAsync(sut, SslProtocols.Tls13, certificate => subject = certificate?.Subject);
        return subject;
    }

    private static async Task<WireMessage?> SilenceAsync(WireStream stream)
    {
        try
        {
            return await stream.ReceiveAsync();
        }
        catch (Xunit.Sdk.EmptyException)
        {
            return null;   // octets of an alert, then the end
        }
    }

    private static string Tls(string message) =>
        message.Replace("SIP/2.0/UDP", "SIP/2.0/TLS", StringComparison.Ordinal);
}
