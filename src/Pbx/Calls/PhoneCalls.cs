using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Calls that our own phones make: to a public number, to one another, to a resident through the trunk.
/// </summary>
/// <param name="isExtension">Whether a dialled number belongs to a phone of ours.</param>
/// <param name="organisationOf">For whom a phone speaks.</param>
internal sealed class PhoneCalls(
    CallParts parts, InboundCalls inbound, PhoneDesk phones, PhonePlaces places, LineOpening opening,
    DialPlan plan, TrunkOut trunk,
    Func<string, bool> isExtension, Func<string, string> organisationOf)
{
    /// <summary>Takes an offered call of a phone. Runs in its mailbox and returns at once.</summary>
    public void Take(IncomingInvite invite, string extension)
    {
        Lead(invite, extension);
        phones.Heard(extension);   // after it was taken into its call: it is not to be rung meanwhile
    }

    private void Lead(IncomingInvite invite, string extension)
    {
        if (invite.Replaces?.Dialog is { } replaced)
        {
            places.Take(invite, extension, replaced);
            return;
        }

        if (invite.Dialled == parts.Options.PermanentLineNumber && !inbound.IsDraining)
        {
            phones.Lines.Take(invite, extension);
            return;
        }

        if (opening.LineOf(invite.Dialled) is { } line && !inbound.IsDraining)
        {
            OpenLine(invite, extension, line);
            return;
        }

        if (inbound.RouteOf(invite.Dialled) is { } route)
        {
            inbound.Take(invite, route);
            return;
        }

        var story = parts.NewStory(Guid.CreateVersion7(invite.ArrivedAt));
        var isInternal = isExtension(invite.Dialled);
        var phone = isInternal ? null : NumberPlan.ToE164(invite.Dialled);
        story.Offered(new JournalFact.Offered(
            invite.CallId, isInternal ? CallDirection.Internal : CallDirection.Outbound, extension, invite.Dialled,
            phone, extension, organisationOf(extension), parts.Options.Node, null, null)
        {
            CallId = story.Id, At = invite.ArrivedAt,
        });
        if (inbound.IsDraining)
        {
            inbound.Refuse(invite, story, new CallEnding.Draining());
        }
        else if (isInternal)
        {
            Connect(invite, story, extension, null);
        }
        else
        {
            CallOut(invite, story, extension);
        }
    }

    private void OpenLine(IncomingInvite invite, string extension, string line)
    {
        if (line == extension)
        {
            phones.Lines.Take(invite, extension);
        }
        else
        {
            opening.Take(invite, extension, line);
        }
    }

    private void CallOut(IncomingInvite invite, CallStory story, string extension)
    {
        switch (plan.Judge(organisationOf(extension), extension, invite.Dialled))
        {
            case DialVerdict.Granted granted:
                Connect(invite, story, extension, granted.Lease);
                break;
            case DialVerdict.Denied denied:
                Deny(invite, story, extension, denied.Reason);
                break;
        }
    }

    private void Deny(IncomingInvite invite, CallStory story, string extension, DialDenial reason)
    {
        // A short number nobody has is a slip of the finger; anything longer was a wish to call out.
        var reading = NumberPlan.Read(invite.Dialled);
        CallsLog.DialDenied(parts.Log, extension, PhoneNumber.Mask(invite.Dialled), reason);
        inbound.Refuse(
            invite, story,
            reading is NumberReading.Phone ? new CallEnding.DialDenied(reason) : new CallEnding.NoSuchNumber());
    }

    private void Connect(IncomingInvite invite, CallStory story, string extension, DialLease? lease)
    {
        if (parts.Legs.TryOpen(invite.Flow, SourceLearning.OnceAfterStart) is not { } leg)
        {
            lease?.Dispose();
            inbound.Refuse(invite, story, new CallEnding.NoMediaPort());
            return;
        }

        leg.OnOver = figures => parts.Legs.Sounds.Note(extension, figures);
        var call = new ThroughCall(parts, invite, leg, story, extension, lease);
        if (!parts.Live.TryAdd(story.Id, call.End, isEmergency: false))
        {
            call.End(new CallEnding.TooManyCalls());
            lease?.Dispose();
            return;
        }

        parts.InUse.TryTake(extension, story.Id);
        _ = parts.WatchAsync(RunAsync(call, invite, story, extension, lease), story.Id);
    }

    private async Task RunAsync(
        ThroughCall call, IncomingInvite invite, CallStory story, string extension, DialLease? lease)
    {
        try
        {
            IRing? ring = lease is null
                ? phones.Ring(new RingRequest(invite.Dialled, extension, null, story.Id))
                : trunk.Dial(lease);
            await call.RunAsync(ring);
        }
        finally
        {
            call.End(new CallEnding.FarEndFailed(StatusCode.ServerInternalError));
            if (!call.IsGiven)
            {
                lease?.Dispose();
            }

            parts.Live.Remove(story.Id);
            parts.InUse.Release(extension, story.Id);
        }
    }
}
