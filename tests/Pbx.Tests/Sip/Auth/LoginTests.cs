using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Auth;

public sealed class LoginTests : IDisposable
{
    private const string Phone = "127.0.0.20";
    private const string Attacker = "127.0.0.66";
    private const string Uri = "sip:zhkh.test";
    private Registrar? _registrar;

    public void Dispose() => _registrar?.Dispose();

    [Theory]
    [InlineData("201", "demo201", false)]
    [InlineData("202", "demo202", true)]
    public async Task The_right_password_registers(string user, string password, bool sha256)
    {
        await using var sut = await StartAsync();
        using var peer = sut.Peer(Phone);
        var challenge = await AskAsync(peer, Register(peer, user, 1));
        var ok = await AskAsync(peer, Register(peer, user, 2, WireDigest.Line(challenge, user, password, "REGISTER",
            Uri, 1, sha256)));

        Assert.Equal(401, challenge.Status);
        Assert.Equal(sha256 ? "SHA-256" : "MD5", WireMessage.Field(challenge["WWW-Authenticate"], "algorithm"));
        Assert.Equal(200, ok.Status);
        Assert.Contains("expires=", ok["Contact"], StringComparison.Ordinal);
        Assert.Equal($"sip:{user}@{peer.HostPort()}", Assert.Single(_registrar!.Find(user)).Contact);
    }

    [Fact]
    public async Task Unknown_disabled_and_wrong_get_the_same_octets_but_for_the_nonce()
    {
        await using var sut = await StartAsync();
        using var peer = sut.Peer(Phone);
        var shapes = new HashSet<string>();
        foreach (var (user, password) in ((string, string)[])[("201", "wrong!!"), ("203", "demo203"), ("987",
            "demo987")])
        {
            var challenge = await AskAsync(peer, Register(peer, user, 1));
            var refusal = await AskAsync(peer, Register(peer, user, 2, WireDigest.Line(challenge, user, password,
                "REGISTER", Uri)));
            shapes.Add(Shape(challenge, user));
            shapes.Add(Shape(refusal, user).Replace("CSeq: 2", "CSeq: 1", StringComparison.Ordinal));
        }

        Assert.Single(shapes);
    }

    [Fact]
    public async Task A_login_cannot_be_played_again()
    {
        await using var sut = await StartAsync();
        using var peer = sut.Peer(Phone);
        using var thief = sut.Peer(Attacker);
        var challenge = await AskAsync(peer, Register(peer, "201", 1));
        var login = WireDigest.Line(challenge, "201", "demo201", "REGISTER", Uri);
        Assert.Equal(200, (await AskAsync(peer, Register(peer, "201", 2, login))).Status);

        var again = await AskAsync(peer, Register(peer, "201", 3, login));
        var stolen = await AskAsync(thief, Register(thief, "201", 3, login));

        Assert.Equal(401, again.Status);
        Assert.Contains("stale=true", again["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.Equal(401, stolen.Status);
        Assert.DoesNotContain("stale", stolen["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.Single(_registrar!.Find("201"));
    }

    [Fact]
    public async Task A_retransmitted_register_gets_its_200_again()
    {
        await using var sut = await StartAsync();
        using var peer = sut.Peer(Phone);
        var challenge = await AskAsync(peer, Register(peer, "201", 1));
        var request = Register(peer, "201", 2, WireDigest.Line(challenge, "201", "demo201", "REGISTER", Uri));
        var first = await AskAsync(peer, request);
        var second = await AskAsync(peer, request);

        Assert.Equal(200, first.Status);
        Assert.Equal(first.Raw, second.Raw);
    }

    [Fact]
    public async Task A_nonce_lives_thirty_seconds_and_counts_upwards()
    {
        await using var sut = await StartAsync();
        using var peer = sut.Peer(Phone);
        var challenge = await AskAsync(peer, Register(peer, "201", 1));
        string Login(int count) => WireDigest.Line(challenge, "201", "demo201", "REGISTER", Uri, count);
        Assert.Equal(200, (await AskAsync(peer, Register(peer, "201", 2, Login(1)))).Status);
        Assert.Equal(200, (await AskAsync(peer, Register(peer, "201", 3, Login(5)))).Status);
        Assert.Equal(200, (await AskAsync(peer, Register(peer, "201", 4, Login(3)))).Status); // overtaken on the way
        Assert.Equal(401, (await AskAsync(peer, Register(peer, "201", 5, Login(3)))).Status);

        sut.Time.Advance(TimeSpan.FromSeconds(31));
        var stale = await AskAsync(peer, Register(peer, "201", 6, Login(6)));
        Assert.Equal(401, stale.Status);
        Assert.Contains("stale=true", stale["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_gets_at_most_ten_answers_then_silence_and_the_owner_is_not_locked_out()
    {
        var store = new Store();
        await using var sut = await StartAsync(o => o with { Bans = store });
        using var attacker = sut.Peer(Attacker);
        using var owner = sut.Peer(Phone);
        var challenge = await AskAsync(attacker, Register(attacker, "201", 1));
        for (var i = 0; i < 9; i++)
        {
            sut.Time.Advance(TimeSpan.FromSeconds(1));
            var refusal = await AskAsync(attacker, Register(attacker, "201", 2 + i, WireDigest.Line(challenge, "201",
                "guess" + i, "REGISTER", Uri, 1 + i)));
            Assert.Equal(401, refusal.Status);
        }

        attacker.Send(Register(attacker, "201", 20, WireDigest.Line(challenge, "201", "tenth", "REGISTER", Uri, 20)));
        attacker.Send(Register(attacker, "201", 21, WireDigest.Line(challenge, "201", "demo201", "REGISTER", Uri, 21)));
        attacker.Send(attacker.Request("OPTIONS", "sip:x@y", "deaf", 1));
        var asked = await AskAsync(owner, Register(owner, "201", 1));
        var ok = await AskAsync(owner, Register(owner, "201", 2, WireDigest.Line(asked, "201", "demo201", "REGISTER",
            Uri)));
        Assert.Equal(200, ok.Status);
        await sut.UntilAsync(() => store.Saved.Count > 0 || AdvanceALittle(sut));
        var ban = Assert.Single(store.Saved);
        Assert.Equal((Attacker, 1), (ban.Address, ban.Level));
        Assert.Equal(TimeSpan.FromMinutes(15), Rounded(ban.Until - sut.Time.GetUtcNow()));

        // It is heard again after a quarter of an hour; had the silence been an answer, it would come first.
        sut.Time.Advance(TimeSpan.FromMinutes(16));
        await attacker.ExpectNothingAsync();
    }

    [Fact]
    public async Task Bans_outlive_a_restart_and_an_allow_list_is_never_banned()
    {
        var store = new Store();
        var start = new ManualTime().GetUtcNow();
        store.Saved = [new BanRecord(Attacker, 2, start.AddHours(1))];
        await using var sut = await StartAsync(o => o with
        {
            Bans = store, NeverBan = a => a.Equals(IPAddress.Parse("127.0.0.30")),
        });
        using var attacker = sut.Peer(Attacker);
        using var friend = sut.Peer("127.0.0.30");
        attacker.Send(attacker.Request("OPTIONS", "sip:x@y", "deaf", 1));
        var challenge = await AskAsync(friend, Register(friend, "201", 1));
        for (var i = 0; i < 25; i++)
        {
            sut.Time.Advance(TimeSpan.FromMilliseconds(200));
            var refusal = await AskAsync(friend, Register(friend, "201", 2 + i, WireDigest.Line(challenge, "201",
                "guess", "REGISTER", Uri, 1 + i)));
            Assert.Equal(401, refusal.Status);
        }

        sut.Time.Advance(TimeSpan.FromHours(1));
        await attacker.ExpectNothingAsync();
    }

    [Fact]
    public async Task Malformed_logins_are_challenged_and_never_counted()
    {
        await using var sut = await StartAsync();
        using var peer = sut.Peer(Phone);
        string[] oddities =
        [
            "Bearer abc", "Digest", "Digest username=\"201\"", "Digest username=\"201", "NoOneKnows x=y",
            "Digest username=\"201\", realm=\"zhkh\", nonce=\"forged\", uri=\"sip:zhkh.test\", response=\""
                + new string('0', 32) + "\"",
        ];
        for (var i = 0; i < 30; i++)
        {
            sut.Time.Advance(TimeSpan.FromMilliseconds(500));
            var answer = await AskAsync(peer, Register(peer, "201", 1 + i, "Authorization: "
                + oddities[i % oddities.Length]));
            Assert.Contains(answer.Status, (int[])[400, 401]);
        }
    }

    [Fact]
    public async Task A_phone_calls_with_its_login_and_is_known_by_it()
    {
        var who = new TaskCompletionSource<PeerIdentity>();
        await using var sut = await StartAsync(onInvite: invite =>
        {
            who.TrySetResult(invite.Peer);
            invite.Answer(StackUnderTest.Sdp);
        });
        using var peer = sut.Peer(Phone);
        const string Target = "sip:+79370000030@zhkh.test";
        var call = peer.NewCallId();
        var challenge = await AskAsync(peer, peer.Request("INVITE", Target, call, 1, from: "201",
            body: WirePeerCall.Sdp));
        peer.Send(peer.Request("ACK", Target, call, 1, from: "201", toTag: challenge.Tag("To")));
        var ok = await AskAsync(peer, peer.Request("INVITE", Target, call, 2, from: "201", body: WirePeerCall.Sdp,
            more: [WireDigest.Line(challenge, "201", "demo201", "INVITE", Target)]));
        var other = await AskAsync(peer, peer.Request("INVITE", Target, peer.NewCallId(), 2, from: "202",
            body: WirePeerCall.Sdp,
            more: [WireDigest.Line(await AskAsync(peer, Register(peer, "201", 9)), "201", "demo201", "INVITE",
                Target)]));

        Assert.Equal((401, 200, 401), (challenge.Status, ok.Status, other.Status));
        var peerFound = await who.Task.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal((PeerKind.Extension, "201", "udp"), (peerFound.Kind, peerFound.Extension, peerFound.Transport));
    }

    [Fact]
    public async Task A_login_made_for_one_number_does_not_call_another()
    {
        await using var sut = await StartAsync(onInvite: invite => invite.Answer(StackUnderTest.Sdp));
        using var peer = sut.Peer(Phone);
        foreach (var (uri, status) in ((string, int)[])
            [("sip:+79370000030@other.host:9;x=y", 200), ("sip:+79379999999@zhkh.test", 401), ("not a uri", 401)])
        {
            var challenge = await AskAsync(peer, peer.Request(
                "INVITE", "sip:+79370000030@zhkh.test", peer.NewCallId(), 1, from: "201", body: WirePeerCall.Sdp));
            var answer = await AskAsync(peer, peer.Request(
                "INVITE", "sip:+79370000030@zhkh.test", peer.NewCallId(), 2, from: "201", body: WirePeerCall.Sdp,
                more: [WireDigest.Line(challenge, "201", "demo201", "INVITE", uri)]));
            Assert.Equal(status, answer.Status);
        }
    }

    private static bool AdvanceALittle(StackUnderTest sut)
    {
        sut.Time.Advance(TimeSpan.FromMilliseconds(100));
        return false;
    }

    private static TimeSpan Rounded(TimeSpan time) => TimeSpan.FromMinutes(Math.Round(time.TotalMinutes));

    private static string Register(WirePeer peer, string user, int cseq, params string[] more) =>
        peer.Request("REGISTER", Uri, "reg-" + user + peer.Local.Port, cseq, from: user, more: more)
            .Replace($"To: <{Uri}>", $"To: <sip:{user}@zhkh.test>", StringComparison.Ordinal);

    private static async Task<WireMessage> AskAsync(WirePeer peer, string request)
    {
        peer.Send(request);
        return await peer.ReceiveAsync();
    }

    private static string Shape(WireMessage message, string user)
    {
        var text = message.ToString();
        var nonce = WireMessage.Field(message["WWW-Authenticate"], "nonce");
        foreach (var changing in (string[])[nonce, message.Tag("To"), WireMessage.Parameter(message["Via"], "branch")])
        {
            text = text.Replace(changing, new string('*', changing.Length / 8), StringComparison.Ordinal);
        }

        text = text.Replace($"sip:{user}@", "sip:USER@", StringComparison.Ordinal)
            .Replace($"reg-{user}", "reg-USER", StringComparison.Ordinal);
        return text;
    }

    private async Task<StackUnderTest> StartAsync(
        Func<SipOptions, SipOptions>? change = null, Action<IncomingInvite>? onInvite = null)
    {
        var sut = await StackUnderTest.StartAsync(onInvite, change);
        _registrar = new Registrar(new RegistrarOptions(), null, sut.Time, NullLogger<Registrar>.Instance);
        sut.Stack.Registrar = _registrar;
        return sut;
    }

    private sealed class Store : IBanStore
    {
        public IReadOnlyList<BanRecord> Saved { get; set; } = [];

        public IReadOnlyList<BanRecord> Load() => Saved;

        public void Save(IReadOnlyList<BanRecord> bans) => Saved = bans;
    }
}
