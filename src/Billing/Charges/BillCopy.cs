using Npgsql;
using NpgsqlTypes;

namespace Zhkh.Billing;

/// <summary>
/// Many bills into the ledger through binary COPY: postings, their entries, the charges behind them. Temporary tables
/// stand between, because COPY does not work on guarded tables and the triggers see a statement as a whole.
/// </summary>
internal sealed class BillCopy(NpgsqlConnection connection, Organisation organisation, string by, DateTimeOffset now)
{
    private const string PostingColumns = "id, organisation, kind, effective_on, posted_at, posted_by, reason, "
        + "currency, idempotency_key, input_hash, for_month";

    private const string EntryColumns = "posting_id, organisation, book, account_id, service, amount_minor";

    private const string ChargeColumns = "organisation, posting_id, account_id, month, service, method, consumed, "
        + "credited, people, area, norm, days, month_days, quantity, unit, price, coefficient, amount_minor, "
        + "rounded_away, meter_id, base_value, base_on, open_estimate, open_periods";

    /// <summary>All of them or, with the transaction, none. A bill that comes to nothing is left out.</summary>
    /// <returns>Lines of charges written.</returns>
    public async Task<int> WriteAsync(IReadOnlyList<Bill> bills, CancellationToken cancel)
    {
        var requests = bills.Select(b => (Bill: b, Request: b.ToRequest(organisation.Code, organisation.Currency, by)))
            .Where(b => b.Request.Lines.Count > 0).ToList();
        if (requests.Count == 0)
        {
            return 0;
        }

        await BulkRows.InsertAsync(connection, "billing.postings", PostingColumns, requests, PostingAsync, cancel);
        await BulkRows.InsertAsync(connection, "billing.entries", EntryColumns,
            requests.SelectMany(r => r.Request.Lines.Select(l => (r.Bill.PostingId, Line: l))),
            (row, entry) => EntryAsync(row, entry.PostingId, entry.Line), cancel);
        var charged = requests.Where(r => r.Bill.Kind != PostingKind.Penalty).ToList();
        await BulkRows.InsertAsync(connection, "billing.charges", ChargeColumns,
            charged.SelectMany(r => r.Bill.Charges.Select(c => (r.Bill, Charge: c))),
            (row, line) => ChargeAsync(row, line.Bill, line.Charge), cancel);
        return charged.Sum(r => r.Bill.Charges.Count);
    }

    private async Task PostingAsync(NpgsqlBinaryImporter row, (Bill Bill, PostingRequest Request) posting)
    {
        var (bill, request) = posting;
        await row.WriteAsync(bill.PostingId, NpgsqlDbType.Uuid);
        await row.WriteAsync(organisation.Code, NpgsqlDbType.Text);
        await row.WriteAsync(CamelCase.Name(bill.Kind), NpgsqlDbType.Text);
        await row.WriteAsync(bill.EffectiveOn, NpgsqlDbType.Date);
        await row.WriteAsync(now, NpgsqlDbType.TimestampTz);
        await row.WriteAsync(by, NpgsqlDbType.Text);
        await row.WriteAsync(bill.Reason, NpgsqlDbType.Text);
        await row.WriteAsync(organisation.Currency, NpgsqlDbType.Text);
        await row.WriteAsync(bill.Key, NpgsqlDbType.Text);
        await row.WriteAsync(request.InputHash(), NpgsqlDbType.Bytea);
        await row.WriteAsync(bill.Month, NpgsqlDbType.Date);
    }

    private async Task EntryAsync(NpgsqlBinaryImporter row, Guid posting, EntryLine line)
    {
        await row.WriteAsync(posting, NpgsqlDbType.Uuid);
        await row.WriteAsync(organisation.Code, NpgsqlDbType.Text);
        await row.WriteAsync(line.Book == Book.Resident ? "resident" : "income", NpgsqlDbType.Text);
        await OptionalAsync(row, line.AccountId, NpgsqlDbType.Uuid);
        if (line.Service is { } service)
        {
            await row.WriteAsync(Names[(int)service], NpgsqlDbType.Text);
        }
        else
        {
            await row.WriteNullAsync();
        }

        await row.WriteAsync(line.Amount.Minor, NpgsqlDbType.Bigint);
    }

    private async Task ChargeAsync(NpgsqlBinaryImporter row, Bill bill, Charge charge)
    {
        await row.WriteAsync(organisation.Code, NpgsqlDbType.Text);
        await row.WriteAsync(bill.PostingId, NpgsqlDbType.Uuid);
        await row.WriteAsync(bill.AccountId, NpgsqlDbType.Uuid);
        await row.WriteAsync(bill.Month, NpgsqlDbType.Date);
        await row.WriteAsync(Names[(int)charge.Service], NpgsqlDbType.Text);
        await row.WriteAsync(Methods[(int)charge.Method], NpgsqlDbType.Text);
        await row.WriteAsync(charge.Consumed, NpgsqlDbType.Numeric);
        await row.WriteAsync(charge.Credited, NpgsqlDbType.Numeric);
        await OptionalAsync(row, charge.People, NpgsqlDbType.Integer);
        await OptionalAsync(row, charge.Area, NpgsqlDbType.Numeric);
        await OptionalAsync(row, charge.Norm, NpgsqlDbType.Numeric);
        await row.WriteAsync(charge.Days, NpgsqlDbType.Integer);
        await row.WriteAsync(charge.MonthDays, NpgsqlDbType.Integer);
        await row.WriteAsync(charge.Quantity, NpgsqlDbType.Numeric);
        await row.WriteAsync(charge.Unit, NpgsqlDbType.Text);
        await row.WriteAsync(charge.Price, NpgsqlDbType.Numeric);
        await row.WriteAsync(charge.Coefficient, NpgsqlDbType.Numeric);
        await row.WriteAsync(charge.AmountMinor, NpgsqlDbType.Bigint);
        await row.WriteAsync(charge.RoundedAway, NpgsqlDbType.Numeric);
        await OptionalAsync(row, charge.MeterId, NpgsqlDbType.Uuid);
        await OptionalAsync(row, charge.After?.BaseValue, NpgsqlDbType.Numeric);
        await OptionalAsync(row, charge.After?.BaseOn, NpgsqlDbType.Date);
        await row.WriteAsync(charge.After?.OpenEstimate ?? 0, NpgsqlDbType.Numeric);
        await row.WriteAsync(charge.After?.OpenPeriods ?? 0, NpgsqlDbType.Integer);
    }

    private static Task OptionalAsync<T>(NpgsqlBinaryImporter row, T? value, NpgsqlDbType type) where T : struct =>
        value is { } some ? row.WriteAsync(some, type) : row.WriteNullAsync();

    // Spelled once: a month writes each name a million times.
    private static readonly string[] Names = [.. Enum.GetValues<Service>().Select(CamelCase.Name)];
    private static readonly string[] Methods = [.. Enum.GetValues<ChargeMethod>().Select(CamelCase.Name)];
}
