using System.Net;
using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Resolving;

/// <summary>RFC 3263 against a name server that says what the test wants, and against liars.</summary>
public sealed class SipResolverTests : IDisposable
{
    private readonly ScriptedNames _names = new("127.0.70.53");

    public void Dispose() => _names.Dispose();

    [Theory]
    [InlineData("192.0.2.1", 0, null, "Udp 192.0.2.1:5060")]
    [InlineData("[2001:db8::1]", 0, SipTransport.Tls, "Tls [2001:db8::1]:5061")]
    [InlineData("2001:db8::1", 5070, SipTransport.Tcp, "Tcp [2001:db8::1]:5070")]
    [InlineData("localhost", 0, null, "Udp 127.0.0.1:5060")]
    [InlineData("op.test", 5080, null, "Udp 192.0.2.7:5080 Udp [2001:db8::7]:5080")]
    [InlineData("op.test", 0, SipTransport.Udp, "Udp 192.0.2.7:5060 Udp [2001:db8::7]:5060")]
    [InlineData("srv.test", 0, SipTransport.Udp, "Udp 192.0.2.8:5062 Udp 192.0.2.9:5063")]
    [InlineData("srv.test", 0, SipTransport.Tcp, "")]
    [InlineData("srv.test", 0, null, "Udp 192.0.2.8:5062 Udp 192.0.2.9:5063")]
    [InlineData("naptr.test", 0, null, "Tls 192.0.2.9:5061 Udp 192.0.2.8:5060")]
    [InlineData("alias.test", 5060, null, "Udp 192.0.2.7:5060 Udp [2001:db8::7]:5060")]
    [InlineData("none.test", 0, null, "")]
    [InlineData("closed.test", 0, SipTransport.Udp, "")]
    public async Task A_name_leads_to_its_servers_in_their_order(
        string host, int port, SipTransport? transport, string expected)
    {
        _names.A("op.test", "192.0.2.7").A("op.test", "2001:db8::7").Alias("alias.test", "op.test")
            .Srv("_sip._udp.srv.test", 20, 0, 5063, "b.test").Srv("_sip._udp.srv.test", 10, 0, 5062, "a.test")
            .A("a.test", "192.0.2.8").A("b.test", "192.0.2.9")
            .Naptr("naptr.test", 20, "SIP+D2U", "_sip._udp.n.test")
            .Naptr("naptr.test", 10, "SIPS+D2T", "_sips._tcp.n.test").Naptr("naptr.test", 5, "SIP+D2W", "x.test")
            .Srv("_sips._tcp.n.test", 0, 0, 5061, "b.test").Srv("_sip._udp.n.test", 0, 0, 5060, "a.test")
            .Srv("_sip._udp.closed.test", 0, 0, 0, ".").A("closed.test", "192.0.2.10");
        var found = await Resolver().ResolveAsync(new SipPlace(host, port, transport), CancellationToken.None);
        Assert.Equal(expected, string.Join(' ', found.Select(d => $"{d.Transport} {d.Address}")));
        Assert.All(found, d => Assert.DoesNotContain("[", d.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Servers_of_one_priority_are_drawn_by_their_weights()
    {
        for (var i = 1; i <= 3; i++)
        {
            _names.Srv("_sip._udp.w.test", 10, i == 3 ? 80 : 10, 5060, $"s{i}.test").A($"s{i}.test", $"192.0.2.{i}");
        }

        _names.Srv("_sip._udp.w.test", 20, 100, 5060, "last.test").A("last.test", "192.0.2.9");
        var random = new Random(7);
        var resolver = Resolver(most => random.Next(most + 1));
        var firsts = new Dictionary<string, int>();
        for (var i = 0; i < 1000; i++)
        {
            var order = await resolver.ResolveAsync(new SipPlace("w.test"), CancellationToken.None);
            Assert.Equal("192.0.2.9", order[^1].Address.Address.ToString());
            Assert.Equal(4, order.Distinct().Count());
            firsts[order[0].Name] = firsts.GetValueOrDefault(order[0].Name) + 1;
        }

        Assert.InRange(firsts["s3.test"], 740, 860);
        Assert.InRange(firsts["s1.test"], 60, 150);
    }

    [Fact]
    public async Task An_answer_that_does_not_fit_is_asked_for_by_TCP()
    {
        _names.A("big.test", "192.0.2.7").IsCut = true;
        Assert.Equal("192.0.2.7", await FirstAsync(Resolver(), "big.test"));
    }

    [Theory]
    [InlineData("wrong id")]
    [InlineData("wrong question")]
    [InlineData("a question")]
    [InlineData("half")]
    [InlineData("a letter")]
    [InlineData("silence")]
    [InlineData("a loop")]
    [InlineData("a pointer ahead")]
    [InlineData("an endless name")]
    [InlineData("too long a record")]
    [InlineData("a short address")]
    public async Task A_hostile_answer_is_no_answer_and_the_next_server_is_asked(string kind)
    {
        using var honest = new ScriptedNames("127.0.70.54");
        honest.A("op.test", "192.0.2.7");
        _names.A("op.test", "192.0.2.66");
        _names.Change = octets => Spoil(octets, kind);
        var resolver = new SipResolver(
            new ResolverOptions
            {
                Servers = [_names.Local, honest.Local], Patience = TimeSpan.FromMilliseconds(400),
            }, TimeProvider.System);
        Assert.Equal("192.0.2.7", await FirstAsync(resolver, "op.test"));
    }

    [Fact]
    public async Task Any_octets_are_read_to_an_end()
    {
        var question = DnsMessage.Question(7, "op.test", DnsType.Naptr)!;
        var random = new Random(3263);
        for (var i = 0; i < 20_000; i++)
        {
            var octets = new byte[question.Length + random.Next(120)];
            random.NextBytes(octets);
            question.CopyTo(octets, 0);
            (octets[2], octets[3]) = (0x81, 0x80);
            (octets[6], octets[7]) = (0, (byte)random.Next(40));
            for (var at = question.Length; at + 1 < octets.Length && random.Next(3) > 0; at += random.Next(1, 12))
            {
                (octets[at], octets[at + 1]) = (0xC0, (byte)random.Next(octets.Length));
            }

            DnsMessage.TryRead(octets, question, out var answer, out _);
            Assert.True(answer.Records.Count <= DnsMessage.RecordsMax);
        }

        await Task.CompletedTask;
    }

    [Fact]
    public async Task Answers_are_kept_for_their_life_and_longer_while_nobody_answers()
    {
        var time = new ManualTime();
        _names.A("op.test", "192.0.2.7", life: 60);
        var resolver = new SipResolver(
            new ResolverOptions { Servers = [_names.Local], Patience = TimeSpan.FromHours(1), CacheMax = 10 }, time);
        Assert.Equal("192.0.2.7", await FirstAsync(resolver, "op.test"));
        var asked = _names.Asked.Count;
        time.Advance(TimeSpan.FromSeconds(59));
        await FirstAsync(resolver, "op.test");
        Assert.Equal(asked + 1, _names.Asked.Count);   // AAAA is not there: that is believed for 30 s only
        time.Advance(TimeSpan.FromSeconds(2));
        await FirstAsync(resolver, "op.test");
        Assert.Equal(asked + 2, _names.Asked.Count);

        _names.Dispose();
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("192.0.2.7", await FirstAsync(resolver, "op.test"));
        time.Advance(TimeSpan.FromDays(2));
        Assert.Null(await FirstAsync(resolver, "op.test"));
    }

    [Fact]
    public async Task What_is_kept_is_bounded()
    {
        var resolver = new SipResolver(
            new ResolverOptions { Servers = [_names.Local], CacheMax = 10 }, TimeProvider.System);
        for (var i = 0; i < 30; i++)
        {
            _names.A($"n{i}.test", "192.0.2.7");
            Assert.Equal("192.0.2.7", await FirstAsync(resolver, $"n{i}.test"));
        }

        Assert.Equal(10, resolver.CachedCount);
    }

    [Fact]
    public async Task The_servers_of_resolv_conf_are_asked_and_the_demo_town_asks_nobody_outside()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "# a comment\nsearch test\nnameserver 127.0.0.1\nnameserver x\n"
            + "nameserver 192.0.2.53\noptions rotate\n");
        var options = new ResolverOptions { ConfigurationFile = file };
        Assert.Equal(["127.0.0.1:53", "192.0.2.53:53"], NameServers.Of(options).Select(s => s.ToString()));
        Assert.Equal(
            ["127.0.0.1:53"], NameServers.Of(options with { LoopbackOnly = true }).Select(s => s.ToString()));
        File.Delete(file);
        Assert.Empty(NameServers.Of(options));
    }

    private static byte[]? Spoil(byte[] octets, string kind)
    {
        var question = 12 + "op.test".Length + 2 + 4;
        if (octets.Length <= question)
        {
            return null;   // there is no AAAA record to spoil
        }

        switch (kind)
        {
            case "wrong id":
                octets[0] ^= 0xFF;
                return octets;
            case "wrong question":
                octets[13] = (byte)'x';
                return octets;
            case "a question":
                octets[2] &= 0x7F;
                return octets;
            case "half":
                return octets[..^3];
            case "a letter":
                return [(byte)'x'];
            case "silence":
                return null;
            case "a loop":
                (octets[question], octets[question + 1]) = (0xC0, (byte)question);
                return octets;
            case "a pointer ahead":
                (octets[question], octets[question + 1]) = (0xC0, (byte)(question + 8));
                return octets;
            case "an endless name":
                return [.. octets[..question], .. Enumerable.Range(0, 400).SelectMany(_ => new byte[] { 1, 97 })];
            case "too long a record":
                (octets[question + 10], octets[question + 11]) = (0xFF, 0xFF);
                return octets;
            case "a short address":
                octets[question + 11] = 3;
                return octets[..^1];
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }

    private static async Task<string?> FirstAsync(SipResolver resolver, string host) =>
        (await resolver.ResolveAsync(new SipPlace(host, 5060), CancellationToken.None))
            .FirstOrDefault()?.Address.Address.ToString();

    private SipResolver Resolver(Func<int, int>? draw = null) =>
        new(new ResolverOptions { Servers = [_names.Local] }, TimeProvider.System, draw);
}
