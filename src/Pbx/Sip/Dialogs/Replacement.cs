namespace Zhkh.Pbx.Sip;

/// <summary>Which dialog a Replaces names, and who may use it (RFC 3891 §3).</summary>
internal static class Replacement
{
    /// <summary>The dialog, ended or not; null when there is none.</summary>
    public static Dialog? Find(SipCore core, ReplacesField field) =>
        core.Conversations.Find(field.CallId)?.Find(field.ToTag, field.FromTag);

    /// <summary>
    /// The status that refuses an INVITE with Replaces, 0 when it may replace or names nothing. Judged before the
    /// INVITE has any state: a guess costs one answer.
    /// </summary>
    public static int Judge(SipCore core, SipRequest invite, PeerIdentity peer, out ReplacesField? field)
    {
        field = null;
        if (!invite.Headers.TryGet(HeaderName.Replaces, out var value))
        {
            return 0;
        }

        if (!ReplacesField.TryParse(value, out var named) || named is null)
        {
            return StatusCode.BadRequest;
        }

        if (peer.Kind != PeerKind.Extension)
        {
            // §3: who is not authorised learns nothing of our dialogs.
            return StatusCode.Forbidden;
        }

        var dialog = Find(core, named);
        if (dialog is null || (dialog.IsEarly && !dialog.IsCaller))
        {
            return StatusCode.CallDoesNotExist;
        }

        if (dialog.End is not null)
        {
            return StatusCode.Decline;
        }

        if (named.EarlyOnly && !dialog.IsEarly)
        {
            return StatusCode.BusyHere;
        }

        field = named with { Dialog = dialog };
        return 0;
    }
}
