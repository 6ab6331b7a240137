using Zhkh.Web.Access;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Audit;

/// <summary>What a person did to somebody's data; the names are kept in web.audit.act.</summary>
internal enum AuditAct
{
    /// <summary>Looked at a card or a list that names a resident.</summary>
    Read,

    /// <summary>Listened to a recording.</summary>
    Listen,
    Create,
    Change,
}

/// <summary>
/// Writes who saw or changed what, inside the unit of work of the very act: an access that could not be registered did
/// not happen (152-ФЗ ст. 19, приказ ФСТЭК 21, РСБ).
/// </summary>
internal sealed class AuditTrail(DatabaseSession session, TimeProvider time)
{
    /// <param name="subjectKind">account, ticket, callback, call, recording, meter.</param>
    /// <param name="detail">What changed, in codes; never a resident's name or number.</param>
    public async Task WriteAsync(
        HttpContext context, AuditAct act, string organisation, string subjectKind, string subject,
        string? detail = null)
    {
        var person = SignedIn.Of(context);
        await InsertAsync(
            context, (person.OperatorId, person.Login), NameOf(act), (organisation, subjectKind, subject), detail);
    }

    /// <summary>What was done with a link, by whoever held it.</summary>
    public Task WriteUnattendedAsync(
        HttpContext context, AuditAct act, string organisation, string subjectKind, string subject, string detail) =>
        InsertAsync(context, (Guid.Empty, "link"), NameOf(act), (organisation, subjectKind, subject), detail);

    private async Task InsertAsync(
        HttpContext context, (Guid Id, string Login) who, string act,
        (string Organisation, string Kind, string Subject) what, string? detail)
    {
        await using var insert = session.Command("""
            insert into web.audit (at, organisation, operator_id, operator, act, subject_kind, subject, detail, address)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """, time.GetUtcNow(), what.Organisation, who.Id, who.Login, act, what.Kind, what.Subject, detail,
            ClientAddress.Of(context));
        await insert.ExecuteNonQueryAsync(context.RequestAborted);
    }

    private static string NameOf(AuditAct act) => act switch
    {
        AuditAct.Read => "read",
        AuditAct.Listen => "listen",
        AuditAct.Create => "create",
        AuditAct.Change => "change",
    };
}
