using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>Judges rows against the registry and against every operation that ever came, and keeps them.</summary>
internal sealed class RegisterRows(BillingDb db, Guid registerId, string organisation, string bank, DateOnly today)
{
    // Half a digest is enough to tell a million operations of one file apart, and a million of them are 16 MB.
    private readonly HashSet<UInt128> _inThisFile = [];

    public async Task AddAsync(IReadOnlyList<RegisterRecord> records, RegisterTally tally, CancellationToken cancel)
    {
        var accounts = await AccountsAsync(records, cancel);
        var before = await PaidBeforeAsync(records, cancel);
        var judged = records.Select(record => Judge(record, accounts, before)).ToList();
        foreach (var row in judged)
        {
            tally.Add(row.Record, row.State, row.Reason);
        }

        await InsertAsync(judged, cancel);
    }

    private Judged Judge(
        RegisterRecord record, Dictionary<string, Guid> accounts, HashSet<string> before)
    {
        if ((record.Fault ?? (record.PaidOn > today ? RegisterFault.FutureDay : null)) is { } fault)
        {
            return new Judged(record, null, RegisterRowState.Bad, fault);
        }

        var operation = record.OperationId ?? "";
        if (before.Contains(operation))
        {
            return new Judged(record, null, RegisterRowState.Repeated, RegisterFault.RepeatedBefore);
        }

        if (!_inThisFile.Add(Half(operation)))
        {
            return new Judged(record, null, RegisterRowState.Repeated, RegisterFault.RepeatedInFile);
        }

        if (record.AccountNumber is not { } number)
        {
            return new Judged(record, null, RegisterRowState.Unidentified, RegisterFault.NoAccount);
        }

        return accounts.TryGetValue(number, out var account)
            ? new Judged(record, account, RegisterRowState.Ready, null)
            : new Judged(record, null, RegisterRowState.Unidentified, RegisterFault.UnknownAccount);
    }

    private async Task<Dictionary<string, Guid>> AccountsAsync(
        IReadOnlyList<RegisterRecord> records, CancellationToken cancel)
    {
        string[] numbers = [.. records.Select(r => r.AccountNumber).OfType<string>().Distinct()];
        var found = await db.Database.SqlQuery<Known>($"""
            select number as "Number", id as "Id" from billing.accounts
            where organisation = {organisation} and number = any ({numbers})
            """).ToListAsync(cancel);
        return found.ToDictionary(a => a.Number, a => a.Id, StringComparer.Ordinal);
    }

    private async Task<HashSet<string>> PaidBeforeAsync(
        IReadOnlyList<RegisterRecord> records, CancellationToken cancel)
    {
        string[] operations = [.. records.Select(r => r.OperationId).OfType<string>().Distinct()];
        var paid = await db.Database.SqlQuery<string>($"""
            select operation_id as "Value" from billing.payments
            where organisation = {organisation} and bank = {bank} and operation_id = any ({operations})
            """).ToListAsync(cancel);
        return paid.ToHashSet(StringComparer.Ordinal);
    }

    private async Task InsertAsync(List<Judged> rows, CancellationToken cancel)
    {
        int[] lines = [.. rows.Select(r => r.Record.Line)];
        string?[] operations = [.. rows.Select(r => r.Record.OperationId)];
        DateTimeOffset?[] times = [.. rows.Select(r => r.Record.At)];
        DateOnly?[] days = [.. rows.Select(r => r.Record.PaidOn)];
        string?[] numbers = [.. rows.Select(r => r.Record.AccountNumber)];
        Guid?[] accounts = [.. rows.Select(r => r.Account)];
        string?[] payers = [.. rows.Select(r => r.Record.Payer)];
        string?[] addresses = [.. rows.Select(r => r.Record.Address)];
        string?[] periods = [.. rows.Select(r => r.Record.Period)];
        long?[] amounts = [.. rows.Select(r => r.Record.AmountMinor)];
        long?[] fees = [.. rows.Select(r => r.Record.FeeMinor)];
        string[] states = [.. rows.Select(r => CamelCase.Name(r.State))];
        string?[] reasons = [.. rows.Select(r => r.Reason is { } reason ? CamelCase.Name(reason) : null)];
        await db.Database.ExecuteSqlAsync($"""
            insert into billing.register_rows (register_id, organisation, line, operation_id, at, paid_on,
                account_number, account_id, payer, address, period, amount_minor, fee_minor, state, reason)
            select {registerId}, {organisation}, r.* from unnest({lines}, {operations}, {times}, {days}, {numbers},
                {accounts}, {payers}, {addresses}, {periods}, {amounts}, {fees}, {states}, {reasons}) as r
            """, cancel);
    }

    private static UInt128 Half(string operation)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(operation), digest);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    private sealed record Known(string Number, Guid Id);

    private sealed record Judged(
        RegisterRecord Record, Guid? Account, RegisterRowState State, RegisterFault? Reason);
}
