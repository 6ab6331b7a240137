namespace Zhkh.Pbx.Sip;

/// <summary>
/// One refresh of a session: UPDATE without SDP when the peer takes it, else our last SDP again (RFC 4028 §7.4).
/// </summary>
internal static class SessionRefresh
{
    public static void Send(Dialog dialog, DialogWire wire)
    {
        if (dialog.End is not null)
        {
            return;
        }

        if (!dialog.Session.PeerTakesUpdate)
        {
            dialog.OfferAgain((response, status) => OnFinal(dialog, response, status));
            return;
        }

        wire.Sender.Send(SipMethod.Update, null, default, (response, status) =>
        {
            if (response is { IsSuccess: true })
            {
                dialog.Session.OnAccepted(response);
            }

            OnFinal(dialog, response, status);
            dialog.OnOtherFinal(response, status);
        });
    }

    private static void OnFinal(Dialog dialog, SipResponse? response, int status)
    {
        if (response is not { IsSuccess: true })
        {
            dialog.Session.OnRefused(response, status);
        }
    }
}
