using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>Registers as screens show them.</summary>
public sealed class RegisterBoard(BillingDb db)
{
    public const int PageMax = 200;

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<Register>> ListAsync(
        string? organisation, Guid? after, int limit, CancellationToken cancel)
    {
        var last = after is { } id ? await UploadedAsync(id, cancel) : null;
        var rows = await db.Database.SqlQuery<Row>($"""
            select id as "Id", organisation as "Organisation", file_name as "FileName", sha256 as "Sha256",
                profile as "Profile", bank as "Bank", encoding as "Encoding", status as "Status",
                uploaded_at as "UploadedAt", uploaded_by as "UploadedBy", row_count as "Rows",
                amount_minor as "Amount", currency as "Currency", footer_rows as "FooterRows",
                footer_minor as "FooterMinor", footer_matches as "FooterMatches", known as "Known",
                unidentified as "Unidentified", repeated as "Repeated", bad as "Bad", errors::text as "Errors",
                done as "Done", posted_at as "PostedAt", reversed_at as "ReversedAt",
                reverse_reason as "ReverseReason"
            from billing.registers
            where ({organisation}::text is null or organisation = {organisation})
                and ({last}::timestamptz is null or (uploaded_at, id) < ({last}, {after ?? Guid.Empty}))
            order by uploaded_at desc, id desc limit {Math.Clamp(limit, 1, PageMax)}
            """).ToListAsync(cancel);
        return [.. rows.Select(r => r.ToRegister())];
    }

    /// <summary>Null when there is none the asker may see.</summary>
    public async Task<Register?> GetAsync(Guid id, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQuery<Row>($"""
            select id as "Id", organisation as "Organisation", file_name as "FileName", sha256 as "Sha256",
                profile as "Profile", bank as "Bank", encoding as "Encoding", status as "Status",
                uploaded_at as "UploadedAt", uploaded_by as "UploadedBy", row_count as "Rows",
                amount_minor as "Amount", currency as "Currency", footer_rows as "FooterRows",
                footer_minor as "FooterMinor", footer_matches as "FooterMatches", known as "Known",
                unidentified as "Unidentified", repeated as "Repeated", bad as "Bad", errors::text as "Errors",
                done as "Done", posted_at as "PostedAt", reversed_at as "ReversedAt",
                reverse_reason as "ReverseReason"
            from billing.registers where id = {id}
            """).ToListAsync(cancel);
        return rows.Count == 0 ? null : rows[0].ToRegister();
    }

    /// <summary>In the order of the file; <paramref name="after"/> is the last line already shown.</summary>
    public async Task<IReadOnlyList<RegisterRow>> RowsAsync(
        Guid id, RegisterRowState? state, int after, int limit, CancellationToken cancel)
    {
        var name = state is { } s ? CamelCase.Name(s) : null;
        var rows = await db.Database.SqlQuery<LineRow>($"""
            select line as "Line", operation_id as "OperationId", at as "At", paid_on as "PaidOn",
                account_number as "AccountNumber", payer as "Payer", address as "Address", period as "Period",
                amount_minor as "Amount", fee_minor as "Fee", state as "State", reason as "Reason"
            from billing.register_rows
            where register_id = {id} and line > {after} and ({name}::text is null or state = {name})
            order by line limit {limit}
            """).ToListAsync(cancel);
        return [.. rows.Select(r => new RegisterRow(r.Line, r.OperationId, r.At, r.PaidOn, r.AccountNumber, r.Payer,
            r.Address, r.Period, r.Amount, r.Fee, CamelCase.Value<RegisterRowState>(r.State),
            r.Reason is null ? null : CamelCase.Value<RegisterFault>(r.Reason)))];
    }

    private Task<DateTimeOffset?> UploadedAsync(Guid id, CancellationToken cancel) =>
        db.Database.SqlQuery<DateTimeOffset?>($"""
            select uploaded_at as "Value" from billing.registers where id = {id}
            """).FirstOrDefaultAsync(cancel);

    private sealed record LineRow(
        int Line, string? OperationId, DateTimeOffset? At, DateOnly? PaidOn, string? AccountNumber, string? Payer,
        string? Address, string? Period, long? Amount, long? Fee, string State, string? Reason);

    private sealed record Row(
        Guid Id, string Organisation, string FileName, byte[] Sha256, string Profile, string Bank, string? Encoding,
        string Status, DateTimeOffset UploadedAt, string UploadedBy, int Rows, long Amount, string Currency,
        long? FooterRows, long? FooterMinor, bool? FooterMatches, int Known, int Unidentified, int Repeated, int Bad,
        string Errors, int Done, DateTimeOffset? PostedAt, DateTimeOffset? ReversedAt, string? ReverseReason)
    {
        public Register ToRegister()
        {
            var reversing = Status == "reversing";
            var working = reversing || Status == "posting";
            return new Register(
                Id, Organisation, FileName, Convert.ToHexStringLower(Sha256), Profile, Bank, Encoding,
                reversing ? RegisterStatus.Posted : CamelCase.Value<RegisterStatus>(Status), UploadedAt, UploadedBy,
                Rows, Amount, Currency,
                FooterMatches is { } matches ? new RegisterTotals(FooterRows, FooterMinor, matches) : null, Known,
                Unidentified, Repeated, Bad,
                JsonSerializer.Deserialize<RegisterError[]>(Errors, EventJson.Options) ?? [],
                working ? new RegisterProgress(Done, Known + Unidentified) : null, reversing, PostedAt, ReversedAt,
                ReverseReason);
        }
    }
}
