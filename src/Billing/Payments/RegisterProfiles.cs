using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>The profiles an organisation may choose from: its own, then the presets.</summary>
public sealed class RegisterProfiles(BillingDb db)
{
    public async Task<IReadOnlyList<RegisterProfile>> OfAsync(string organisation, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQuery<Row>($"""
            select distinct on (code) organisation as "Organisation", code as "Code", version as "Version",
                bank as "Bank", name_ru as "NameRu", name_uk as "NameUk", encoding as "Encoding",
                separator as "Separator", quoted as "Quoted", skip_pattern as "SkipPattern",
                has_header as "HasHeader", footer_pattern as "FooterPattern", columns::text as "Columns",
                footer_columns::text as "FooterColumns", date_formats as "DateFormats",
                time_formats as "TimeFormats", decimal_mark as "DecimalMark", sign as "Sign"
            from billing.register_profiles
            where organisation is null or organisation = {organisation}
            order by code, organisation nulls last
            """).ToListAsync(cancel);
        return [.. rows.Select(r => r.ToProfile())];
    }

    public async Task<RegisterProfile?> FindAsync(string organisation, string code, CancellationToken cancel) =>
        (await OfAsync(organisation, cancel)).SingleOrDefault(p => p.Code == code);

    private sealed record Row(
        string? Organisation, string Code, int Version, string Bank, string NameRu, string NameUk, string Encoding,
        string Separator, bool Quoted, string? SkipPattern, bool HasHeader, string? FooterPattern, string Columns,
        string FooterColumns, string[] DateFormats, string[] TimeFormats, string DecimalMark, int Sign)
    {
        public RegisterProfile ToProfile() => new(
            Organisation, Code, Version, Bank, NameRu, NameUk, Encoding, Separator == "auto" ? null : Separator[0],
            Quoted, SkipPattern, HasHeader, FooterPattern, Names(Columns), Names(FooterColumns), DateFormats,
            TimeFormats, DecimalMark == "any" ? null : DecimalMark[0], Sign);

        /// <summary>A field has one name or several.</summary>
        private static Dictionary<string, string[]> Names(string json)
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.EnumerateObject().ToDictionary(
                field => field.Name,
                field => field.Value.ValueKind == JsonValueKind.Array
                    ? field.Value.EnumerateArray().Select(Text).ToArray()
                    : [Text(field.Value)],
                StringComparer.Ordinal);
        }

        private static string Text(JsonElement value) => value.GetString()
            ?? throw new InvalidOperationException("A profile names a column by null");
    }
}
