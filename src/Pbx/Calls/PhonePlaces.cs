using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// INVITE with Replaces of our own phones (RFC 3891): what rings at another phone is picked up, and the place of a
/// phone that talks is taken over. The stack has judged by then that the dialog is alive; here it is judged whether
/// this phone may have it.
/// </summary>
/// <param name="servesOnly">The organisation a phone belongs to; empty when it serves all of them.</param>
internal sealed class PhonePlaces(CallParts parts, PhoneDesk phones, Func<string, string> servesOnly)
{
    /// <summary>Takes the INVITE. In its mailbox; returns at once.</summary>
    public void Take(IncomingInvite invite, string extension, Dialog replaced)
    {
        if (replaced.IsEarly)
        {
            PickUp(invite, extension, replaced);
        }
        else
        {
            TakePlace(invite, extension, replaced);
        }
    }

    private void PickUp(IncomingInvite invite, string extension, Dialog replaced)
    {
        if (phones.RingOf(replaced) is not { } ring)
        {
            // It rings at an operator, or its owner wished it for that phone alone.
            invite.Reject(StatusCode.Forbidden);
            return;
        }

        if (!ring.MayBeTakenBy(extension)
            || !MayHave(extension, parts.Feed.Find(ring.Request.CallId)?.Organisation))
        {
            invite.Reject(StatusCode.Forbidden);
        }
        else if (parts.InUse.CallOf(extension) is not null)
        {
            invite.Reject(StatusCode.BusyHere);
        }
        else
        {
            Answer(invite, extension, leg => ring.TryPickUp(extension, leg));
        }
    }

    private void TakePlace(IncomingInvite invite, string extension, Dialog replaced)
    {
        // Only a person's place: whoever took a resident's would end the call, and a supervisor's is a right of theirs.
        if (parts.Rooms.Find(replaced) is not { Party: { IsOurs: true, Role: PartyRole.Person } before, Room: var room }
            || !MayHave(extension, room.Story.Record.Organisation))
        {
            invite.Reject(StatusCode.Forbidden);
        }
        else if (parts.InUse.CallOf(extension) is not null && extension != before.Name)
        {
            invite.Reject(StatusCode.BusyHere);
        }
        else
        {
            Answer(invite, extension, leg => room.TryTakePlace(
                before, new RoomParty(extension, PartyRole.Person, leg, isOurs: true)));
        }
    }

    /// <summary>Answers when the place was still there; 481 when it went meanwhile.</summary>
    private void Answer(IncomingInvite invite, string extension, Func<CallLeg, bool> take)
    {
        if (parts.Legs.TryOpen(invite.Flow, SourceLearning.OnceAfterStart) is not { } leg)
        {
            invite.Reject(StatusCode.ServiceUnavailable, "No media port");
            return;
        }

        leg.OnOver = figures => parts.Legs.Sounds.Note(extension, figures);
        if (leg.Answer(invite.Offer) is not { } sdp)
        {
            leg.HangUp();
            invite.Reject(StatusCode.NotAcceptableHere);
        }
        else if (!take(leg))
        {
            leg.HangUp();
            invite.Reject(StatusCode.CallDoesNotExist);
        }
        else
        {
            leg.Attach(invite.Answer(sdp));
        }
    }

    private bool MayHave(string extension, string? organisation) =>
        organisation is not null && servesOnly(extension) is var own && (own.Length == 0 || own == organisation);
}
