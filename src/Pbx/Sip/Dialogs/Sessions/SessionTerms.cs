namespace Zhkh.Pbx.Sip;

/// <summary>What is agreed about the life of a session; an interval of 0 means that nobody watches it.</summary>
/// <param name="Seconds">Session-Expires.</param>
/// <param name="WeRefresh">True when the refresh is ours to send.</param>
/// <param name="PeerKnows">True when the peer speaks RFC 4028 itself.</param>
internal readonly record struct SessionTerms(uint Seconds, bool WeRefresh, bool PeerKnows)
{
    /// <summary>A peer may name a day at most; what is longer guards nothing.</summary>
    public const uint SecondsMax = 86_400;

    /// <summary>No session timer.</summary>
    public static readonly SessionTerms None;

    public bool IsOn => Seconds > 0;

    /// <summary>
    /// What a UAS answers to a request (RFC 4028 §9 and its table 2). False: 422 with our Min-SE.
    /// </summary>
    /// <param name="now">The terms that hold: who refreshes stays when the request does not say otherwise.</param>
    public static bool TryAnswer(SipRequest request, SipOptions options, SessionTerms now, out SessionTerms terms)
    {
        var knows = request.Knows(OptionTags.Timer);
        var wished = SessionExpires.Of(request);
        var least = Math.Max(SessionExpires.MinOf(request) ?? 0, options.SessionMinSeconds);
        terms = None;
        if (wished is { } small && small.Seconds < options.SessionMinSeconds)
        {
            // §9: 422 only to those who would understand it; a proxy's foolish wish is not obeyed.
            return !knows;
        }

        if (wished is null && (!knows || options.SessionSeconds == 0))
        {
            return true;
        }

        // §9: the UAS may shorten the interval, not below Min-SE, and may not lengthen it.
        var ours = options.SessionSeconds == 0 ? SecondsMax : Math.Max(options.SessionSeconds, least);
        var seconds = Math.Min(Math.Min(wished?.Seconds ?? ours, ours), SecondsMax);
        var refresher = !knows ? Refresher.Uas : wished?.Refresher ?? Refresher.Unsaid;
        var weRefresh = refresher switch
        {
            Refresher.Uac => false,
            Refresher.Uas => true,
            Refresher.Unsaid => !now.IsOn || now.WeRefresh,
        };
        terms = new SessionTerms(seconds, weRefresh, knows);
        return true;
    }

    /// <summary>What a 2xx to our request says (§7.2); an interval below the least is refreshed no oftener.</summary>
    public static SessionTerms Of(SipResponse accepted, SipOptions options) =>
        SessionExpires.Of(accepted) is { } said
            ? new SessionTerms(
                Math.Clamp(said.Seconds, options.SessionMinSeconds, SecondsMax), said.Refresher != Refresher.Uas, true)
            : None;

    /// <summary>
    /// The interval to ask for after a 422 (§7.3); null when the peer wants more than a day, or says nothing.
    /// </summary>
    public static uint? Raised(SipResponse refusal, uint asked) =>
        SessionExpires.MinOf(refusal) is { } least && least > asked && least <= SecondsMax ? least : null;

    /// <summary>Writes the terms into a 2xx of ours.</summary>
    public void WriteTo(SipResponse response)
    {
        if (!IsOn)
        {
            return;
        }

        var refresher = WeRefresh ? Refresher.Uas : Refresher.Uac;
        response.Headers.Add(HeaderName.SessionExpires, new SessionExpires(Seconds, refresher).ToString());
        if (PeerKnows)
        {
            // §9: MUST when the peer refreshes, SHOULD when we do and the peer understands.
            response.Headers.Add(HeaderName.Require, OptionTags.Timer);
        }
    }
}
