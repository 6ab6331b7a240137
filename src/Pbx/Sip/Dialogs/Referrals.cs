using System.Globalization;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// REFER inside a dialog of our own phone, and the subscription that it makes (RFC 3515): one at a time, told by NOTIFY
/// in the order of the dialog's CSeq. Nobody else may refer. Lives in the mailbox.
/// </summary>
internal sealed class Referrals
{
    /// <summary>How long a phone is kept waiting for the end of a transfer.</summary>
    public static readonly TimeSpan SubscriptionLife = TimeSpan.FromMinutes(3);

    private const string ReferSub = "Refer-Sub";
    private const string Fragment = "message/sipfrag;version=2.0";
    private readonly Dialog _dialog;
    private readonly DialogWire _wire;
    private readonly WheelTimer _life;
    private string _event = "refer";
    private bool _isFirst = true;
    private int _serial;
    private int? _kept;
    private State _state;

    public Referrals(Dialog dialog, DialogWire wire)
    {
        (_dialog, _wire) = (dialog, wire);
        _life = new WheelTimer(wire.Core.Wheel, wire.Mailbox, OnTimeout);
    }

    private enum State
    {
        /// <summary>No subscription.</summary>
        None,

        /// <summary>The peer knows all we know.</summary>
        Quiet,

        /// <summary>A NOTIFY waits for its response; the next one waits for that.</summary>
        Telling,
    }

    public void Serve(ServerTransaction transaction, SipRequest request, Flow flow)
    {
        var status = Judge(request, flow, out var wish);
        var quiet = string.Equals(request.Headers[ReferSub], "false", StringComparison.OrdinalIgnoreCase);
        if (wish is not null)
        {
            var serial = ++_serial;
            var progress = new ReferProgress(_wire.Mailbox, told => Tell(serial, told));
            status = _dialog.OnRefer?.Invoke(wish, progress) == true ? StatusCode.Accepted : StatusCode.Decline;
        }

        if (status != StatusCode.Accepted)
        {
            _wire.Respond(transaction, request, flow, status);
            return;
        }

        _wire.Respond(transaction, request, flow, status, r =>
        {
            r.Headers.Add(HeaderName.Contact, MessageText.Contact(_wire.Core, flow));
            if (quiet)
            {
                // RFC 4488 §4: said back, it means that no subscription was made.
                r.Headers.Add(ReferSub, "false");
            }
        });
        if (!quiet)
        {
            // RFC 3515 §2.4.6: the first subscription of a dialog needs no id, the others have their REFER's number.
            _event = _isFirst
                ? "refer" : string.Create(CultureInfo.InvariantCulture, $"refer;id={request.CSeq.Number}");
            _isFirst = false;
            _life.Start(SubscriptionLife);
            Send(StatusCode.Trying, null);
        }
    }

    /// <summary>The dialog ends: what is still to be said is said before the BYE.</summary>
    public void Stop()
    {
        _life.Stop();
        if (_state == State.Telling && _kept is { } last)
        {
            _kept = null;
            Send(last, "noresource");
        }

        _state = State.None;
        _serial++;
    }

    /// <summary>The wish, or the status that refuses it.</summary>
    private int Judge(SipRequest request, Flow flow, out ReferRequest? wish)
    {
        wish = null;
        if (!_wire.Parts.StaysOnFlow)
        {
            return StatusCode.MethodNotAllowed;
        }

        if (!flow.Remote.Address.Equals(_wire.Parts.Flow.Remote.Address))
        {
            // Only the phone itself, not one who learnt its tags.
            return StatusCode.Forbidden;
        }

        if (!request.TryGetAddress(HeaderName.ReferTo, out var target) || Values(request) != 1)
        {
            return StatusCode.BadRequest;
        }

        if (_state != State.None)
        {
            return StatusCode.RequestPending;
        }

        var uri = target.Uri;
        var replaces = uri.IsSip ? ReplacesField.Of(uri, out var isBad) : Nothing(out isBad);
        if (isBad)
        {
            return StatusCode.BadRequest;
        }

        if (_dialog.IsEarly || !(uri.IsSip || uri.Scheme == "tel")
            || (uri.IsSip && uri.Parameter("method") is { Length: > 0 } method && method != SipMethod.Invite.Name))
        {
            return StatusCode.Decline;
        }

        if (replaces is not null)
        {
            replaces = replaces with { Dialog = Replacement.Find(_wire.Core, replaces) };
            if (replaces.Dialog is null || replaces.Dialog == _dialog)
            {
                return StatusCode.Decline;
            }
        }

        var text = WireText.View(uri.Raw)[..^(uri.IsSip ? uri.HeadersRaw.Length : 0)];
        wish = new ReferRequest(text, replaces, request.Headers[HeaderName.ReferredBy]);
        return StatusCode.Accepted;
    }

    private static ReplacesField? Nothing(out bool isBad)
    {
        isBad = false;
        return null;
    }

    private static int Values(SipRequest request)
    {
        var count = 0;
        foreach (var _ in request.Headers.Values(HeaderName.ReferTo))
        {
            count++;
        }

        return count;
    }

    private void Tell(int serial, int status)
    {
        if (serial != _serial || _state == State.None)
        {
            return;
        }

        if (_state == State.Telling)
        {
            _kept = _kept is >= 200 ? _kept : status;
            return;
        }

        Send(status, "noresource");
    }

    private void OnTimeout()
    {
        if (_state != State.None)
        {
            Send(StatusCode.Trying, "timeout");
        }
    }

    /// <param name="ending">Why the subscription ends, when it does: with a final status or with this NOTIFY.</param>
    private void Send(int status, string? ending)
    {
        var ends = status >= 200 || ending == "timeout";
        var serial = _serial;
        _state = ends ? State.None : State.Telling;
        if (ends)
        {
            _life.Stop();
            _serial++;
        }

        var left = string.Create(CultureInfo.InvariantCulture, $"active;expires={(int)SubscriptionLife.TotalSeconds}");
        var body = string.Create(CultureInfo.InvariantCulture, $"SIP/2.0 {status} {StatusCode.Reason(status)}\r\n");
        _wire.Sender.Send(
            SipMethod.Notify, Fragment, WireText.ToBytes(body), (_, answer) => OnTold(serial, answer),
            request =>
            {
                request.Headers.Add(HeaderName.Event, _event);
                request.Headers.Add(HeaderName.SubscriptionState, ends ? "terminated;reason=" + ending : left);
            });
    }

    /// <summary>A peer that refuses a NOTIFY wants to hear no more (RFC 6665 §4.2.2).</summary>
    private void OnTold(int serial, int status)
    {
        if (serial != _serial || _state != State.Telling)
        {
            return;
        }

        if (status >= 300)
        {
            _life.Stop();
            (_state, _kept) = (State.None, null);
            return;
        }

        _state = State.Quiet;
        if (_kept is { } next)
        {
            _kept = null;
            Send(next, "noresource");
        }
    }
}
