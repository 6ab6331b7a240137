using FsCheck;
using FsCheck.Fluent;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Tests.Sip.Wire;

/// <summary>parse(print(x)) = x over generated messages and values.</summary>
public sealed class RoundTripTests
{
    private const string TokenCharacters = "abcXYZ019-.!%*_+`'~";
    private const string UserCharacters = "abcXYZ019-_.!~*'()&=+$,;?/";

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2_000);

    private static readonly Gen<string> Token = Text(TokenCharacters, 1, 12);

    private static readonly Gen<string> Printable = Text(
        string.Concat(Enumerable.Range(0x20, 0xE0).Where(c => c != 0x7F).Select(c => (char)c)), 0, 40);

    private static readonly Gen<string> Uri =
        from scheme in Gen.Elements("sip", "sips")
        from user in Text(UserCharacters, 0, 12)
        from host in Gen.Elements("a.example", "127.0.0.1", "[2001:db8::1]", "x_y", "zhkh")
        from port in Gen.Elements("", ":1", ":5060", ":65535")
        from tail in Gen.Elements("", ";lr", ";transport=tcp;x=%25%34", "?Route=%3Csip:a%3E", ";p?a=b&c=")
        select $"{scheme}:{(user.Length == 0 ? "" : user + "@")}{host}{port}{tail}";

    [Fact]
    public void A_request_written_and_read_is_the_same_request()
    {
        var requests =
            from method in Token
            from uri in Uri
            from fields in Token.Zip(Printable, (name, value) => (Name: name, Value: value.Trim())).ListOf()
            from body in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf()
            select (Method: method, Uri: uri, Fields: fields.Take(100).ToList(), Body: body);

        Prop.ForAll(requests.ToArbitrary(), made =>
        {
            Assert.True(SipMethod.TryParse(WireText.ToBytes(made.Method), out var method));
            var request = new SipRequest(method, made.Uri);
            // "l" is Content-Length: a second one is not a request we would make.
            var fields = made.Fields
                .Where(field => HeaderNames.Find(WireText.ToBytes(field.Name)) == HeaderName.Other).ToList();
            fields.ForEach(field => request.Headers.Add(field.Name, field.Value));
            request.SetBody("x/y", made.Body);

            Assert.True(SipParser.TryParse(SipWriter.ToBytes(request), SipLimits.Default, out var message, out _));

            var read = Assert.IsType<SipRequest>(message);
            Assert.Equal(made.Method, read.Method.Name);
            Assert.Equal(made.Uri, read.RequestUri.ToString());
            Assert.Equal(made.Body, read.Body.ToArray());
            Assert.Equal(
                fields, read.Headers.Fields.ToArray().Where(f => f.Name == HeaderName.Other)
                    .Select(f => (WireText.View(f.NameBytes), f.Text)).ToList());
        }).Check(Many);
    }

    [Fact]
    public void A_name_and_address_composed_and_read_is_the_same()
    {
        var parties =
            from display in Printable
            from uri in Uri
            from tag in Token
            select (display, uri, tag);

        Prop.ForAll(parties.ToArbitrary(), party =>
        {
            var text = NameAddress.Format(party.display, party.uri, party.tag);

            Assert.True(NameAddress.TryParse(text, out var read), text);
            Assert.Equal((party.display, party.uri, party.tag), (read.DisplayName, read.Uri.ToString(), read.Tag));
        }).Check(Many);
    }

    [Fact]
    public void A_list_of_addresses_comes_apart_where_it_was_joined()
    {
        var one = from display in Printable from uri in Uri select NameAddress.Format(display, uri);
        var lists = one.NonEmptyListOf();

        Prop.ForAll(lists.ToArbitrary(), list =>
        {
            var request = new SipRequest(SipMethod.Register, "sip:zhkh");
            foreach (var half in list.Chunk(2))
            {
                request.Headers.Add(HeaderName.Contact, string.Join(" , ", half));
            }

            var read = new List<string>();
            foreach (var value in request.Headers.Values(HeaderName.Contact))
            {
                read.Add(WireText.View(value.Span));
            }

            Assert.Equal(list, read);
        }).Check(Many);
    }

    [Fact]
    public void A_via_and_a_cseq_composed_and_read_are_the_same()
    {
        var made =
            from transport in Gen.Elements("UDP", "TCP", "TLS", "WSS")
            from host in Gen.Elements("127.0.0.1", "[::1]", "pbx.example.org")
            from port in Gen.Choose(0, 65535)
            from branch in Token
            from number in Gen.Choose(0, int.MaxValue)
            from method in Token
            select (transport, host, port, branch, number, method);

        Prop.ForAll(made.ToArbitrary(), x =>
        {
            var sentBy = x.port == 0 ? x.host : $"{x.host}:{x.port}";
            Assert.True(Via.TryParse(WireText.ToBytes(Via.Format(x.transport, sentBy, x.branch)), out var via));
            Assert.Equal((x.transport, x.host, x.port, x.branch), (via.Transport, via.Host, via.Port, via.Branch));
            Assert.True(via.AsksForRport);
            Assert.Equal(sentBy, via.SentBy);

            Assert.True(SipMethod.TryParse(WireText.ToBytes(x.method), out var method));
            var cseq = new CSeq((uint)x.number, method);
            Assert.True(CSeq.TryParse(WireText.ToBytes(cseq.ToString()), out var read));
            Assert.Equal(cseq, read);
        }).Check(Many);
    }

    private static Gen<string> Text(string alphabet, int min, int max) =>
        from length in Gen.Choose(min, max)
        from characters in Gen.Elements(alphabet.ToCharArray()).ArrayOf(length)
        select new string(characters);
}
