using System.Text;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Tests.Sip.Dialogs;

/// <summary>RFC 4028 §7.2, §9 and table 2, row by row.</summary>
public sealed class SessionTermsTests
{
    private static readonly SipOptions Options = new();

    [Theory]
    // table 2: does the UAC support it, refresher in its request, refresher in our response
    [InlineData("", "300", 300, "uas", false)]
    [InlineData("timer", "300", 300, "uas", true)]
    [InlineData("timer", "300;refresher=uac", 300, "uac", true)]
    [InlineData("timer", "300;refresher=UAS", 300, "uas", true)]
    [InlineData("timer", null, 1800, "uas", true)]
    [InlineData("", null, 0, null, false)]
    [InlineData("100rel", null, 0, null, false)]
    // the interval may be shortened, not lengthened
    [InlineData("timer", "7200", 1800, "uas", true)]
    [InlineData("timer", "4294967295", 1800, "uas", true)]
    [InlineData("timer", "90", 90, "uas", true)]
    // a proxy's wish for a UAC that knows nothing of it: below the least it is not obeyed
    [InlineData("", "30", 0, null, false)]
    public void A_request_is_answered_as_table_2_says(
        string supported, string? session, int seconds, string? refresher, bool requires)
    {
        Assert.True(SessionTerms.TryAnswer(
            Request(supported, session), Options, SessionTerms.None, out var terms));
        var response = new SipResponse(200);
        terms.WriteTo(response);

        Assert.Equal(seconds, (int)terms.Seconds);
        Assert.Equal(
            refresher is null ? null : $"{seconds};refresher={refresher}", response.Headers[HeaderName.SessionExpires]);
        Assert.Equal(requires ? "timer" : null, response.Headers[HeaderName.Require]);
    }

    [Theory]
    [InlineData("89")]
    [InlineData("1;refresher=uac")]
    [InlineData("0")]
    public void An_interval_below_the_least_is_refused(string session) => Assert.False(
        SessionTerms.TryAnswer(Request("timer", session), Options, SessionTerms.None, out _));

    [Fact]
    public void Our_interval_gives_way_to_the_least_of_the_peer()
    {
        var request = Request("timer", "7200");
        request.Headers.Add(HeaderName.MinSE, "3600");
        Assert.True(SessionTerms.TryAnswer(request, Options, SessionTerms.None, out var terms));

        Assert.Equal(3600u, terms.Seconds);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("600", 600)]
    [InlineData("7200", 7200)]
    public void Who_asks_for_none_himself_still_keeps_what_the_peer_asks_for(string? session, int seconds)
    {
        Assert.True(SessionTerms.TryAnswer(
            Request("timer", session), Options with { SessionSeconds = 0 }, SessionTerms.None, out var terms));

        Assert.Equal(seconds, (int)terms.Seconds);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_refreshes_goes_on_when_a_later_request_does_not_say(bool weRefresh)
    {
        var now = new SessionTerms(1800, weRefresh, true);
        Assert.True(SessionTerms.TryAnswer(Request("timer", "1800"), Options, now, out var terms));

        Assert.Equal(weRefresh, terms.WeRefresh);
    }

    [Theory]
    [InlineData("1800;refresher=uac", 1800, true)]
    [InlineData("1800;refresher=uas", 1800, false)]
    [InlineData("1800", 1800, true)]
    [InlineData("1;refresher=uac", 90, true)] // refreshing each half second is nobody's wish
    [InlineData("4294967295;refresher=uas", 86_400, false)]
    [InlineData("-5;refresher=uac", 0, false)]
    [InlineData("99999999999", 0, false)]
    [InlineData(null, 0, false)]
    public void An_answer_sets_the_terms(string? session, int seconds, bool weRefresh)
    {
        var response = new SipResponse(200);
        if (session is not null)
        {
            response.Headers.Add(HeaderName.SessionExpires, session);
        }

        var terms = SessionTerms.Of(response, Options);
        Assert.Equal((seconds, weRefresh), ((int)terms.Seconds, terms.WeRefresh));
    }

    [Theory]
    [InlineData("3600", 3600)]
    [InlineData("1800", null)] // no more than was asked: asking again would bring the same
    [InlineData("86401", null)]
    [InlineData("-1", null)]
    [InlineData("18446744073709551617", null)]
    [InlineData(null, null)]
    public void A_422_raises_the_interval_within_a_day(string? least, int? raised)
    {
        var response = new SipResponse(422);
        if (least is not null)
        {
            response.Headers.Add(HeaderName.MinSE, least);
        }

        Assert.Equal(raised, (int?)SessionTerms.Raised(response, 1800));
    }

    private static SipRequest Request(string supported, string? session)
    {
        var request = new SipRequest(SipMethod.Invite, "sip:100@x");
        if (supported.Length > 0)
        {
            request.Headers.Add(HeaderName.Supported, supported);
        }

        if (session is not null)
        {
            request.Headers.Add(HeaderName.SessionExpires, session);
        }

        return request;
    }
}
