namespace Zhkh.Pbx.Sip;

/// <summary>
/// What a phone may be asked to do by NOTIFY without a subscription: the talk and hold events that Broadsoft began and
/// Yealink, Polycom, Snom and Grandstream follow.
/// </summary>
public enum PhoneEvent
{
    /// <summary>Answer the call, or resume it.</summary>
    Talk,

    /// <summary>Put the call on hold.</summary>
    Hold,
}

/// <summary>How it is sent.</summary>
internal static class PhoneEvents
{
    /// <summary>Inside a dialog; tells the final status. From any thread.</summary>
    public static Task<int> SendAsync(this PhoneEvent what, Dialog dialog, DialogWire wire)
    {
        var result = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var posted = wire.Mailbox.PostOwn(() =>
        {
            if (dialog.End is not null)
            {
                result.TrySetResult(StatusCode.CallDoesNotExist);
                return;
            }

            wire.Sender.Send(
                SipMethod.Notify, null, default, (_, status) => result.TrySetResult(status),
                request => what.WriteTo(request));
        });
        if (!posted)
        {
            result.TrySetResult(StatusCode.ServiceUnavailable);
        }

        return result.Task;
    }

    public static void WriteTo(this PhoneEvent what, SipRequest notify)
    {
        notify.Headers.Add(HeaderName.Event, what switch
        {
            PhoneEvent.Talk => "talk",
            PhoneEvent.Hold => "hold",
        });
        notify.Headers.Add(HeaderName.SubscriptionState, "active");
    }
}
