using Npgsql;
using NpgsqlTypes;

namespace Zhkh.Billing;

/// <summary>Writes the town into the tables, parents first.</summary>
internal sealed class TownCopy(NpgsqlConnection connection, TownRows rows, DateTimeOffset now, CancellationToken cancel)
{
    public async Task WriteAsync()
    {
        await RowsAsync("houses", "id, organisation, city, street, number, floors", rows.Houses,
            h => [h.Id, h.Organisation, h.City, h.Street, h.Number, h.Floors]);
        await RowsAsync("premises", "id, organisation, house_id, flat, entrance, floor, area, registered",
            rows.Premises,
            p => [p.Id, p.Organisation, p.HouseId, p.Flat, p.Entrance, p.Floor, p.Area, p.Registered]);
        await RowsAsync("people", "id, organisation, surname, given_name, patronymic", rows.People,
            p => [p.Id, p.Organisation, p.Surname, p.GivenName, p.Patronymic]);
        await RowsAsync("occupancies", "premise_id, person_id, organisation, kind, since", rows.Occupancies,
            o => [o.PremiseId, o.PersonId, o.Organisation, CamelCase.Name(o.Kind), o.Since]);
        await RowsAsync("accounts", "id, organisation, number, premise_id, opened_on", rows.Accounts,
            a => [a.Id, a.Organisation, a.Number, a.PremiseId, a.OpenedOn]);
        await RowsAsync("person_phones", "account_id, phone, organisation, person_id, source, since", rows.Phones,
            f => [f.AccountId, f.Phone, f.Organisation, f.PersonId, CamelCase.Name(f.Source), f.Since]);
        await RowsAsync("account_words", "account_id, word, kind, house, flat, organisation", rows.Words,
            w => [w.AccountId, w.Word, CamelCase.Name(w.Kind), w.House, w.Flat, w.Organisation]);
        await RowsAsync("meters", "id, organisation, scope, account_id, service, serial, unit, digits, "
            + "commissioned_on, next_verification_on", rows.Meters,
            m => [m.Id, m.Organisation, CamelCase.Name(m.Scope), m.AccountId, CamelCase.Name(m.Service), m.Serial,
                m.Unit, m.Digits, m.CommissionedOn, m.NextVerificationOn]);
        await RowsAsync("readings", "id, organisation, meter_id, value, consumption, at, taken_on, source, status, "
            + "rolled_over, zero_for_months, key", rows.Readings,
            r => [r.Id, r.Organisation, r.MeterId, r.Value, r.Consumption, r.At, r.TakenOn, CamelCase.Name(r.Source),
                CamelCase.Name(r.Status), r.RolledOver, r.ZeroForMonths, r.Key]);
        await RowsAsync("postings", "id, organisation, kind, effective_on, posted_at, posted_by, reason, currency, "
            + "idempotency_key, input_hash", rows.Postings,
            p => [p.Id, p.Request.Organisation, CamelCase.Name(p.Request.Kind), p.Request.EffectiveOn, now,
                p.Request.By, p.Request.Reason, p.Request.Lines[0].Amount.Currency, p.Request.Key,
                p.Request.InputHash()]);
        await RowsAsync("entries", "posting_id, organisation, book, account_id, service, amount_minor",
            rows.Postings.SelectMany(p => p.Request.Lines.Select(line => (p.Id, p.Request.Organisation, Line: line))),
            e => [e.Id, e.Organisation, CamelCase.Name(e.Line.Book), e.Line.AccountId,
                e.Line.Service is { } service ? CamelCase.Name(service) : null, e.Line.Amount.Minor]);
    }

    private Task RowsAsync<T>(string table, string columns, IEnumerable<T> of, Func<T, object?[]> values) =>
        BulkRows.InsertAsync(connection, $"{BillingDb.Schema}.{table}", columns, of, async (importer, row) =>
        {
            foreach (var value in values(row))
            {
                await WriteAsync(importer, value);
            }
        }, cancel);

    private Task WriteAsync(NpgsqlBinaryImporter importer, object? value) => value switch
    {
        null => importer.WriteNullAsync(cancel),
        string text => importer.WriteAsync(text, NpgsqlDbType.Text, cancel),
        Guid id => importer.WriteAsync(id, NpgsqlDbType.Uuid, cancel),
        long number => importer.WriteAsync(number, NpgsqlDbType.Bigint, cancel),
        int number => importer.WriteAsync(number, NpgsqlDbType.Integer, cancel),
        decimal number => importer.WriteAsync(number, NpgsqlDbType.Numeric, cancel),
        bool yes => importer.WriteAsync(yes, NpgsqlDbType.Boolean, cancel),
        DateOnly day => importer.WriteAsync(day, NpgsqlDbType.Date, cancel),
        DateTimeOffset at => importer.WriteAsync(at, NpgsqlDbType.TimestampTz, cancel),
        byte[] bytes => importer.WriteAsync(bytes, NpgsqlDbType.Bytea, cancel),
        _ => throw new InvalidOperationException($"No column takes a {value.GetType()}"),
    };
}
