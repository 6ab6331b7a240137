using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Tests.Sip;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Trunks;

public sealed class RegistrarTests : IAsyncLifetime, IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"bindings-{Guid.NewGuid():N}");
    private StackUnderTest _sut = null!;
    private Registrar _registrar = null!;
    private WirePeer _phone = null!;
    private int _cseq;

    public async ValueTask InitializeAsync()
    {
        _sut = await StackUnderTest.StartAsync(invite => invite.Answer(StackUnderTest.Sdp));
        _registrar = NewRegistrar();
        _sut.Stack.Registrar = _registrar;
        _phone = _sut.Peer();
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _sut.DisposeAsync();
    }

    public void Dispose()
    {
        _phone.Dispose();
        _registrar.Dispose();
        File.Delete(_file);
    }

    [Fact]
    public async Task Contacts_come_and_go()
    {
        var first = await RegisterAsync("<sip:201@127.0.0.1:7001>;expires=120");
        var second = await RegisterAsync("<sip:201@127.0.0.1:7002;ob>");
        var asked = await RegisterAsync(null);
        var less = await RegisterAsync("<sip:201@127.0.0.1:7001>;expires=0");
        var none = await RegisterAsync("*", "Expires: 0");

        Assert.Equal(["<sip:201@127.0.0.1:7001>;expires=120"], first.All("Contact"));
        Assert.Equal(2, second.All("Contact").Length);
        Assert.Equal(2, asked.All("Contact").Length);
        Assert.Equal(["<sip:201@127.0.0.1:7002;ob>;expires=3600"], less.All("Contact"));
        Assert.Equal((200, 0), (none.Status, none.All("Contact").Length));
        Assert.Empty(_registrar.Find("201"));
    }

    [Theory]
    [InlineData("<sip:201@127.0.0.1>;expires=30", "X: y", 423)]
    [InlineData("*", "X: y", 400)]
    [InlineData("*", "Expires: 10", 400)]
    [InlineData("*, <sip:201@127.0.0.1>", "Expires: 0", 400)]
    [InlineData("<tel:+7937>", "X: y", 400)]
    public async Task What_cannot_be_granted_changes_nothing(string contact, string more, int status)
    {
        await RegisterAsync("<sip:201@127.0.0.1:7001>");
        var answer = await RegisterAsync(contact, more);

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 423 ? "60" : "", answer["Min-Expires"]);
        Assert.Equal("sip:201@127.0.0.1:7001", Assert.Single(_registrar.Find("201")).Contact);
    }

    [Fact]
    public async Task What_the_phone_calls_itself_is_kept_short_and_since_when_it_is_there()
    {
        var began = _sut.Time.GetUtcNow();
        await RegisterAsync("<sip:201@127.0.0.1:7001>", "User-Agent: Phone\tX " + new string('9', 500));
        _sut.Time.Advance(TimeSpan.FromMinutes(5));
        await RegisterAsync("<sip:201@127.0.0.1:7001>", "User-Agent: Phone 2");
        var binding = Assert.Single(_registrar.Find("201"));
        Assert.Equal(("Phone 2", began), (binding.UserAgent, binding.Since));
        await RegisterAsync("<sip:201@127.0.0.1:7002>", "User-Agent: Phone\tX " + new string('9', 500));
        Assert.Equal("Phone?X " + new string('9', 56), _registrar.Find("201")[0].UserAgent);
    }

    [Fact]
    public async Task A_removed_phone_is_nowhere_at_once_and_after_a_restart()
    {
        await RegisterAsync("<sip:201@127.0.0.1:7001>");
        _registrar.Forget("201");
        Assert.Empty(_registrar.Find("201"));
        Assert.Empty(_registrar.Users());
        using var anew = NewRegistrar();
        anew.Restore(_sut.Stack.FlowTo);
        Assert.Empty(anew.Find("201"));
    }

    [Fact]
    public async Task The_sixth_contact_takes_the_place_of_the_oldest()
    {
        for (var i = 1; i <= 6; i++)
        {
            _sut.Time.Advance(TimeSpan.FromSeconds(1));
            await RegisterAsync($"<sip:201@127.0.0.1:700{i}>");
        }

        Assert.Equal(
            ["sip:201@127.0.0.1:7006", "sip:201@127.0.0.1:7005", "sip:201@127.0.0.1:7004", "sip:201@127.0.0.1:7003",
             "sip:201@127.0.0.1:7002"], _registrar.Find("201").Select(b => b.Contact));
    }

    [Fact]
    public async Task Parameters_stay_where_they_were_put()
    {
        // RFC 4475 §3.3.12–14.
        var header = await RegisterAsync("<sip:201@127.0.0.1:7001>;unknownparam");
        var inside = await RegisterAsync("<sip:201@127.0.0.1:7001;unknownparam>");
        var escaped = await RegisterAsync("<sip:201@127.0.0.1:7003?Route=%3Csip:evil.example%3E>");

        Assert.DoesNotContain("unknownparam", Assert.Single(header.All("Contact")), StringComparison.Ordinal);
        Assert.Contains(inside.All("Contact"), c =>
            c.StartsWith("<sip:201@127.0.0.1:7001;unknownparam>", StringComparison.Ordinal));
        Assert.Contains(escaped.All("Contact"), c => c.Contains("?Route=%3Csip:evil", StringComparison.Ordinal));
        Assert.Equal("sip:201@127.0.0.1:7003", _registrar.Find("201")[0].Target);
    }

    [Fact]
    public async Task A_binding_ends_with_its_time()
    {
        await RegisterAsync("<sip:201@127.0.0.1:7001>;expires=60");
        _sut.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(["201"], _registrar.Users());
        _sut.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(_registrar.Users());
    }

    [Fact]
    public async Task Path_is_kept_and_used_for_calls()
    {
        var path = $"<sip:edge@{_phone.HostPort()};lr>";
        var answer = await RegisterAsync("<sip:201@10.9.9.9>", "Supported: path", "Path: " + path);
        var binding = Assert.Single(_registrar.Find("201"));
        _sut.Stack.Invite(new OutgoingInviteRequest
        {
            Target = binding.Target, Flow = binding.Flow, Path = binding.Path, From = "sip:100@zhkh",
            Offer = StackUnderTest.Sdp, StaysOnFlow = true,
        }).Start();
        var invite = await _phone.ReceiveAsync();

        Assert.Equal(path, answer["Path"]);
        Assert.Equal("INVITE sip:201@10.9.9.9 SIP/2.0", invite.StartLine);
        Assert.Equal(path, invite["Route"]);
    }

    [Fact]
    public async Task Registrations_outlive_a_kill()
    {
        await RegisterAsync("<sip:201@127.0.0.1:7001>");
        await RegisterAsync("<sip:201@127.0.0.1:7002>");
        await RegisterAsync("<sip:201@127.0.0.1:7001>;expires=0");
        // Nothing is closed or flushed: what a killed process leaves, with the line torn that it was writing.
        await using (var torn = new FileStream(_file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            torn.Write("{\"User\":\"201\",\"Bindi"u8);
        }

        using var next = NewRegistrar();
        next.Restore(_sut.Stack.FlowTo);
        var binding = Assert.Single(next.Find("201"));

        Assert.Equal("sip:201@127.0.0.1:7002", binding.Contact);
        Assert.Equal(_phone.Local, binding.Flow.Remote);
    }

    [Fact]
    public void The_file_is_rewritten_when_it_is_mostly_history()
    {
        using var file = new BindingFile(_file, NullLogger<BindingFile>.Instance);
        var record = new BindingRecord("sip:201@x", "udp", "127.0.0.1:5", [], DateTimeOffset.MaxValue, "c", 1);
        for (var i = 0; i < 3; i++)
        {
            file.Save("201", [record with { CSeq = (uint)i }]);
        }

        Assert.Equal(3, File.ReadAllLines(_file).Length);
        Assert.Equal(2u, Assert.Single(file.Load()["201"]).CSeq);
        Assert.Single(File.ReadAllLines(_file));
    }

    [Fact]
    public void Address_lists_hold_addresses_and_networks()
    {
        var list = AddressList.Parse("127.0.0.1,127.0.46.0/24, ::1");
        Assert.True(list.Contains(IPAddress.Parse("127.0.0.1")));
        Assert.True(list.Contains(IPAddress.Parse("127.0.46.200")));
        Assert.True(list.Contains(IPAddress.Parse("::ffff:127.0.46.7")));
        Assert.True(list.Contains(IPAddress.IPv6Loopback));
        Assert.False(list.Contains(IPAddress.Parse("127.0.47.1")));
        Assert.Contains("nonsense", Assert.Throws<FormatException>(() =>
            AddressList.Parse("127.0.0.1,nonsense")).Message, StringComparison.Ordinal);
    }

    private Registrar NewRegistrar() => new(
        new RegistrarOptions(), new BindingFile(_file, NullLogger<BindingFile>.Instance), _sut.Time,
        NullLogger<Registrar>.Instance);

    private async Task<WireMessage> RegisterAsync(string? contact, params string[] more)
    {
        _phone.Send(Text(contact, more));
        var challenge = await _phone.ReceiveAsync();
        if (challenge.Status != 401)
        {
            return challenge; // screening needs no login
        }

        _phone.Send(Text(contact, [.. more, WireDigest.Line(challenge, "201", StackUnderTest.Password, "REGISTER",
            "sip:zhkh.test")]));
        return await _phone.ReceiveAsync();
    }

    private string Text(string? contact, string[] more)
    {
        var text = _phone.Request("REGISTER", "sip:zhkh.test", "phone-201", ++_cseq, from: "201", more: more)
            .Replace("To: <sip:zhkh.test>", "To: <sip:201@zhkh.test>", StringComparison.Ordinal);
        var usual = $"Contact: <sip:201@{_phone.HostPort()}>\r\n";
        return text.Replace(usual, contact is null ? "" : $"Contact: {contact}\r\n", StringComparison.Ordinal);
    }
}
