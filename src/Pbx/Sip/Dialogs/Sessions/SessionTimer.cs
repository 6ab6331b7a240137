using System.Globalization;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// Watches one dialog (RFC 4028): refreshes it at half of the interval when that is ours to do, and ends it shortly
/// before the interval is over without a refresh (§10). Lives in the mailbox.
/// </summary>
internal sealed class SessionTimer
{
    private readonly SipCore _core;
    private readonly Func<bool> _isOver;
    private readonly WheelTimer _refresh;
    private readonly WheelTimer _expiry;
    private SessionTerms _terms;
    private uint _minSeconds;

    /// <param name="isOver">True when the dialog has ended.</param>
    /// <param name="refresh">Sends a refresh and hands its result to <see cref="OnRefused"/>.</param>
    /// <param name="expire">Ends the dialog.</param>
    public SessionTimer(SipCore core, Mailbox mailbox, Func<bool> isOver, Action refresh, Action expire)
    {
        (_core, _isOver, _minSeconds) = (core, isOver, core.Options.SessionMinSeconds);
        _refresh = new WheelTimer(core.Wheel, mailbox, refresh);
        _expiry = new WheelTimer(core.Wheel, mailbox, expire);
    }

    /// <summary>What holds now.</summary>
    public SessionTerms Terms => _terms;

    /// <summary>How often the interval began anew.</summary>
    public int Refreshes { get; private set; } = -1;

    /// <summary>True when the peer's Allow names UPDATE: the refresh that needs no SDP.</summary>
    public bool PeerTakesUpdate { get; set; }

    /// <summary>Reads the peer's Allow; a message without one says nothing new.</summary>
    public void Learn(SipMessage message)
    {
        if (message.Headers.Has(HeaderName.Allow))
        {
            PeerTakesUpdate = message.Lists(HeaderName.Allow, SipMethod.Update.Name);
        }
    }

    /// <summary>Writes our wish into a request of ours that refreshes: re-INVITE or UPDATE (§7.4).</summary>
    public void Stamp(SipRequest request)
    {
        if (_terms.IsOn)
        {
            var refresher = _terms.WeRefresh ? Refresher.Uac : Refresher.Uas;
            request.Headers.Add(
                HeaderName.SessionExpires, new SessionExpires(_terms.Seconds, refresher).ToString());
            request.Headers.Add(HeaderName.MinSE, _minSeconds.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The terms hold from now; both sides begin to count anew with every 2xx.</summary>
    public void Begin(SessionTerms terms)
    {
        _terms = terms;
        Refreshes++;
        Stop();
        if (!terms.IsOn || _isOver())
        {
            return;
        }

        if (terms.WeRefresh)
        {
            _refresh.Start(TimeSpan.FromSeconds(terms.Seconds / 2.0));
        }

        // §10: "slightly before": 32 s or a third of the interval, whichever is less.
        _expiry.Start(TimeSpan.FromSeconds(terms.Seconds - Math.Min(32.0, terms.Seconds / 3.0)));
    }

    /// <summary>A 2xx to an INVITE or UPDATE of ours.</summary>
    public void OnAccepted(SipResponse response)
    {
        Learn(response);
        Begin(SessionTerms.Of(response, _core.Options));
    }

    /// <summary>
    /// A refresh was refused. A peer that has no UPDATE after all gets a re-INVITE, one that wants longer intervals
    /// gets them (§7.4); otherwise it is tried again, until the interval is over.
    /// </summary>
    public void OnRefused(SipResponse? response, int status)
    {
        if (!_terms.IsOn || _isOver())
        {
            return;
        }

        var soon = false;
        if (status is StatusCode.MethodNotAllowed or StatusCode.NotImplemented && PeerTakesUpdate)
        {
            (PeerTakesUpdate, soon) = (false, true);
        }
        else if (response is not null && TryRaise(response))
        {
            soon = true;
        }

        _refresh.Start(soon ? TimeSpan.Zero : TimeSpan.FromSeconds(_terms.Seconds / 10.0));
    }

    /// <summary>True when a 422 asks for a longer interval that we can take: the next request has it (§7.3).</summary>
    public bool TryRaise(SipResponse response)
    {
        if (response.Status != StatusCode.SessionIntervalTooSmall || !_terms.IsOn
            || SessionTerms.Raised(response, _terms.Seconds) is not { } raised)
        {
            return false;
        }

        (_terms, _minSeconds) = (_terms with { Seconds = raised }, raised);
        return true;
    }

    public void Stop()
    {
        _refresh.Stop();
        _expiry.Stop();
    }
}
