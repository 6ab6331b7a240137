using Zhkh.Dispatch;
using Zhkh.Web.Voice;

namespace Zhkh.Web.Api;

/// <summary>What the robot will say of an outage, by language.</summary>
internal sealed record SpokenWords(string Ru, string Uk);

/// <summary>An outage as the API shows it.</summary>
/// <param name="Spoken">The sentences a caller hears now.</param>
/// <param name="Warnings">shortNotice: a planned outage people were not told of in the time the law wants.</param>
/// <param name="Letters">Letters of an outage that has no ticket; those of a ticket are on the ticket.</param>
internal sealed record OutageView(
    Guid Id, int Number, string Organisation, OutageKind Kind, OutageState State, IReadOnlyList<Utility> Services,
    IReadOnlyList<OutageHouse> Houses, DateTimeOffset StartsAt, DateTimeOffset? PlannedUntil, DateTimeOffset? ClosedAt,
    OutageCause Cause, Guid? TicketId, bool NotifyMunicipality, DateTimeOffset DeclaredAt, string DeclaredBy,
    int Heard, int WantCall, IReadOnlyList<OutageDeadlineRow> Deadlines, SpokenWords Spoken,
    IReadOnlyList<string> Warnings, IReadOnlyList<OutageChangeRow> Changes, IReadOnlyList<LetterRow> Letters)
{
    public static OutageView Of(OutageRow o, OutageVoice voice, IReadOnlyList<LetterRow> letters)
    {
        var onPhone = OutageVoice.OnPhone(o.Id, o.Services, o.StartsAt, o.PlannedUntil, o.Cause);
        return new OutageView(
            o.Id, o.Number, o.Organisation, o.Kind, o.State, o.Services, o.Houses, o.StartsAt, o.PlannedUntil,
            o.ClosedAt, o.Cause, o.TicketId, o.NotifyMunicipality, o.DeclaredAt, o.DeclaredBy, o.Heard, o.WantCall,
            o.Deadlines,
            new SpokenWords(voice.Text("ru", o.Organisation, onPhone), voice.Text("uk", o.Organisation, onPhone)),
            o.IsShortNotice ? ["shortNotice"] : [], o.Changes, letters);
    }
}
