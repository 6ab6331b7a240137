using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Rtp;
using Zhkh.Testing;
using Zhkh.Web.Cli;

namespace Zhkh.Web.Tests.Cli;

/// <summary>The command against an exchange of a few lines, written without our SIP and played on loopback.</summary>
public class PhoneCallTests
{
    [Fact]
    public async Task A_call_tells_what_was_heard_and_presses_keys()
    {
        await using var far = new FarEnd("ru", ["greet.open", "org/privolsk.to"]);
        var (code, output) = await CallAsync(
            far, "--from", "+79370000030", "--dtmf", "12#", "--expect", "greet.open", "--json");
        using var json = JsonDocument.Parse(output);
        Assert.Equal(CommandLine.Ok, code);
        Assert.True(json.RootElement.GetProperty("answered").GetBoolean());
        Assert.Equal("bye", json.RootElement.GetProperty("ended").GetString());
        Assert.Equal(
            ["greet.open", "org/privolsk.to"],
            json.RootElement.GetProperty("heard").EnumerateArray().Select(h => h.GetProperty("id").GetString()));
        Assert.Equal("12#", far.Keys);
        Assert.Contains("From: <sip:+79370000030@", far.Invite);
        Assert.Contains("P-Asserted-Identity: <sip:+79370000030@", far.Invite);
        Assert.Equal(1, far.Acks);
    }

    [Fact]
    public async Task A_prompt_that_was_not_heard_fails_the_call()
    {
        await using var far = new FarEnd("uk", ["bye"]);
        var (code, _) = await CallAsync(far, "--expect", "bal.zero");
        Assert.Equal(CommandLine.Failed, code);
    }

    [Fact]
    public async Task A_refused_call_says_why()
    {
        await using var far = new FarEnd("ru", []) { Status = "404 Not Found" };
        var (code, output) = await CallAsync(far, "--json");
        Assert.Equal(CommandLine.Failed, code);
        Assert.Contains("\"answered\":false,\"status\":404,\"ended\":\"refused\"", output);
        await far.Acknowledged.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, far.Acks);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_said_at_once()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)closed.LocalEndPoint!).Port;
        closed.Close();
        var errors = new StringWriter();
        var code = await CommandLine.RunAsync(
            ["call", "100", "--sip", $"127.0.0.1:{port}"], new StringWriter(), errors);
        Assert.Equal(CommandLine.Failed, code);
        Assert.Contains("Nobody listens at", errors.ToString());
    }

    [Theory]
    [InlineData("sing")]
    [InlineData("call")]
    [InlineData("prompts", "burn")]
    [InlineData("doctor", "--http-port")]
    public async Task Wrong_usage_is_two(params string[] arguments) =>
        Assert.Equal(
            CommandLine.Usage, await CommandLine.RunAsync(arguments, new StringWriter(), new StringWriter()));

    private static async Task<(int Code, string Output)> CallAsync(FarEnd far, params string[] flags)
    {
        var output = new StringWriter();
        var code = await CommandLine.RunAsync(
            ["call", "100", "--sip", $"127.0.0.1:{far.Port}", "--seconds", "20", .. flags], output, new StringWriter());
        return (code, output.ToString());
    }

    /// <summary>Answers one INVITE, plays prompts in 20 ms packets, says BYE.</summary>
    private sealed class FarEnd : IAsyncDisposable
    {
        private readonly UdpClient _sip = new(new IPEndPoint(IPAddress.Loopback, 0));
        private readonly UdpClient _rtp = new(new IPEndPoint(IPAddress.Loopback, 0));
        private readonly TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _stop = new();
        private readonly HashSet<uint> _keysSeen = [];
        private readonly Task _work;

        public FarEnd(string language, string[] prompts) => _work = Task.WhenAll(
            SignalAsync(language, prompts), ListenAsync());

        public string Status { get; init; } = "200 OK";

        public int Port => ((IPEndPoint)_sip.Client.LocalEndPoint!).Port;

        public string Invite { get; private set; } = "";

        public string Keys { get; private set; } = "";

        public int Acks { get; private set; }

        /// <summary>The first ACK: the caller's last word may still be on its way when it returns.</summary>
        public Task Acknowledged => _acknowledged.Task;

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Task.WhenAny(_work);
            _sip.Dispose();
            _rtp.Dispose();
        }

        private async Task SignalAsync(string language, string[] prompts)
        {
            while (true)
            {
                var datagram = await _sip.ReceiveAsync(_stop.Token);
                var text = Encoding.Latin1.GetString(datagram.Buffer);
                if (text.StartsWith("INVITE", StringComparison.Ordinal))
                {
                    Invite = text;
                    await SendAsync(Response("100 Trying", ""), datagram.RemoteEndPoint);
                    await SendAsync(Response(Status, Sdp()), datagram.RemoteEndPoint);
                }
                else if (text.StartsWith("ACK", StringComparison.Ordinal) && ++Acks == 1)
                {
                    _acknowledged.TrySetResult();
                    if (prompts.Length == 0)
                    {
                        continue;
                    }

                    var mediaPort = int.Parse(Invite.Split("m=audio ")[1].Split(' ')[0]);
                    await PlayAsync(language, prompts, new IPEndPoint(IPAddress.Loopback, mediaPort));
                    await SendAsync(Bye(datagram.RemoteEndPoint), datagram.RemoteEndPoint);
                }
            }
        }

        private async Task ListenAsync()
        {
            while (true)
            {
                var datagram = await _rtp.ReceiveAsync(_stop.Token);
                var timestamp = BitConverter.ToUInt32(datagram.Buffer.AsSpan(4, 4));
                if ((datagram.Buffer[1] & 0x7F) == 101 && _keysSeen.Add(timestamp))
                {
                    Keys += "0123456789*#ABCD"[datagram.Buffer[12]];
                }
            }
        }

        private async Task PlayAsync(string language, string[] prompts, IPEndPoint to)
        {
            var samples = prompts.SelectMany(id =>
            {
                var file = Repository.Path("voice-prompts", language, id + ".wav");
                Assert.True(WavFile.TryParse(File.ReadAllBytes(file), out var wav, out var fault), fault);
                return wav.Samples;
            }).Concat(new short[4000]).ToArray();
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            ushort sequence = 0;
            for (var at = 0; at + 160 <= samples.Length; at += 160)
            {
                var datagram = new byte[172];
                RtpPacket.WriteHeader(datagram, at == 0, 8, sequence++, (uint)at, 77);
                G711.Encode(AudioCodec.Pcma, samples.AsSpan(at, 160), datagram.AsSpan(12));
                await _rtp.SendAsync(datagram, to, _stop.Token);
                await pace.WaitForNextTickAsync(_stop.Token);
            }
        }

        private string Sdp() =>
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio "
            + ((IPEndPoint)_rtp.Client.LocalEndPoint!).Port
            + " RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n";

        private string Response(string status, string body) => string.Join("\r\n",
        [
            $"SIP/2.0 {status}", Field("Via"), Field("From"), Field("To") + ";tag=far", Field("Call-ID"), Field("CSeq"),
            $"Contact: <sip:robot@127.0.0.1:{Port}>", "Content-Type: application/sdp",
            $"Content-Length: {body.Length}", "", body,
        ]);

        private string Bye(IPEndPoint to) => string.Join("\r\n",
        [
            $"BYE sip:trunk@{to} SIP/2.0", $"Via: SIP/2.0/UDP 127.0.0.1:{Port};branch=z9hG4bKfar",
            "From: <sip:100@127.0.0.1>;tag=far", Field("From").Replace("From", "To"), Field("Call-ID"), "CSeq: 1 BYE",
            "Max-Forwards: 70", "Content-Length: 0", "", "",
        ]);

        private string Field(string name) =>
            Invite.Split("\r\n").First(line => line.StartsWith(name + ":", StringComparison.Ordinal));

        private Task SendAsync(string message, IPEndPoint to) =>
            _sip.SendAsync(Encoding.Latin1.GetBytes(message), to, _stop.Token).AsTask();
    }
}
