using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Web.Access;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>One line of the audit.</summary>
internal sealed record AuditLine(
    long Id, DateTimeOffset At, string Organisation, string Operator, string Act, string SubjectKind, string Subject,
    string? Detail, string Address);

/// <summary>GET /api/audit: who looked at or changed what, the newest first.</summary>
internal static class AuditApi
{
    public static void MapAudit(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/audit").InUnitOfWork()
        .MapGet("", ListAsync).Needs(Permission.ReadAudit);

    private static async Task<Results<Ok<Page<AuditLine>>, ProblemHttpResult>> ListAsync(
        HttpContext context, DatabaseSession session, string? after, int? limit, string? subjectKind, string? subject,
        string? @operator, CancellationToken cancel)
    {
        var size = limit ?? Cursor.LimitDefault;
        if (!LineCursor.TryParse(after, out var before) || size is < 1 or > Cursor.LimitMax)
        {
            return Problems.Of(context, Problem.BadCursor, Cursor.LimitMax);
        }

        await using var command = session.Command("""
            select id, at, organisation, operator, act, subject_kind, subject, detail, address from web.audit
            where ($1::bigint is null or id < $1) and ($2::text is null or subject_kind = $2)
              and ($3::text is null or subject = $3) and ($4::text is null or operator = $4)
            order by id desc limit $5
            """, before, subjectKind, subject, @operator, size + 1);
        var lines = new List<AuditLine>(size + 1);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            lines.Add(new AuditLine(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2),
                reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6),
                reader.IsDBNull(7) ? null : reader.GetString(7), reader.GetString(8)));
        }

        var page = lines.Take(size).ToList();
        var next = lines.Count > size ? page[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new Page<AuditLine>(page, next));
    }
}
