using System.Globalization;
using System.Text.RegularExpressions;

namespace Zhkh.Billing;

/// <summary>
/// Reads a register by its profile, row after row; never holds more than one. What breaks the file as a whole ends the
/// reading and stands in <see cref="Fault"/>.
/// </summary>
internal sealed class RegisterReader(RegisterProfile profile, string timeZone)
{
    private static readonly char[] Separators = [';', ',', '\t', '|'];

    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
    private readonly Regex? _skip = Pattern(profile.SkipPattern);
    private readonly Regex? _footer = Pattern(profile.FooterPattern);

    public RegisterError? Fault { get; private set; }

    public RegisterFooter? Footer { get; private set; }

    public IEnumerable<RegisterRecord> Read(TextReader text)
    {
        var separator = profile.Separator ?? '\0';
        if (profile.Separator is null)
        {
            text = new FirstLineAgain(text, out var first);
            separator = Separators.MaxBy(s => first.Count(c => c == s));
        }

        var lines = new TextLines(text, separator, profile.Quoted);
        var columns = profile.HasHeader ? null : ByPosition(profile.Columns);
        var rows = 0;
        while (Fault is null && lines.Next() is var (number, line))
        {
            if (line.AsSpan().Trim("\u001A\uFEFF \t").IsEmpty || (rows == 0 && _skip?.IsMatch(line) == true))
            {
                continue;
            }

            if (Footer is not null)
            {
                Fault = new RegisterError(number, RegisterFault.RowsAfterFooter);
            }
            else if (columns is null)
            {
                columns = ByHeader(number, line, separator);
            }
            else if (_footer?.Match(line) is { Success: true } mark)
            {
                ReadFooter(number, line[mark.Length..], separator);
            }
            else if (++rows > RegisterLimits.RowsMax)
            {
                Fault = new RegisterError(number, RegisterFault.TooManyRows);
            }
            else
            {
                yield return Row(number, Fields.Of(line, separator, profile.Quoted), columns);
            }
        }

        Fault ??= lines.Fault ?? AtTheEnd(rows);
    }

    private RegisterError? AtTheEnd(int rows) =>
        profile.FooterPattern is not null && Footer is null ? new RegisterError(0, RegisterFault.NoFooter)
        : rows == 0 ? new RegisterError(0, RegisterFault.NoRows)
        : null;

    private static Dictionary<string, int> ByPosition(IReadOnlyDictionary<string, string[]> names) =>
        names.ToDictionary(
            field => field.Key,
            field => int.TryParse(field.Value[0], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
                ? position - 1
                : throw new InvalidOperationException($"A profile without a header needs a position for {field.Key}"),
            StringComparer.Ordinal);

    private Dictionary<string, int>? ByHeader(int number, string line, char separator)
    {
        var header = Fields.Of(line.TrimStart('\uFEFF'), separator, profile.Quoted)?
            .Select(name => name.Trim().ToLowerInvariant()).ToList() ?? [];
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (field, names) in profile.Columns)
        {
            var index = header.FindIndex(name => names.Any(n => n.ToLowerInvariant() == name));
            if (index >= 0)
            {
                columns.Add(field, index);
            }
        }

        var missing = RegisterFields.Needed.FirstOrDefault(field => !columns.ContainsKey(field));
        if (missing is null)
        {
            return columns;
        }

        Fault = new RegisterError(number, RegisterFault.MissingColumn, missing);
        return null;
    }

    private void ReadFooter(int number, string line, char separator)
    {
        var cells = new RegisterFields(
            Fields.Of(line, separator, profile.Quoted) ?? [], ByPosition(profile.FooterColumns), profile);
        var footer = new RegisterFooter(
            number, cells.Whole("rows"), cells.Amount("amount", long.MaxValue),
            cells.Amount("fee", long.MaxValue));
        var readable = (footer.Rows is not null || !cells.Has("rows"))
            && (footer.AmountMinor is not null || !cells.Has("amount"));
        Footer = footer;
        Fault = readable ? null : new RegisterError(number, RegisterFault.FooterUnreadable);
    }

    private RegisterRecord Row(int number, List<string>? fields, Dictionary<string, int> columns)
    {
        var cells = new RegisterFields(fields ?? [], columns, profile);
        var wide = fields is not null && RegisterFields.Needed.All(cells.Has);
        var (paidOn, at) = cells.When(_zone);
        var amount = cells.Amount("amount");
        var operation = cells.Text("operationId", RegisterLimits.LineCharactersMax);
        RegisterFault? fault = !wide ? RegisterFault.BadColumns
            : paidOn is null ? RegisterFault.BadDate
            : amount is null ? RegisterFault.BadAmount
            : amount <= 0 ? RegisterFault.NotPositive
            : operation is null ? RegisterFault.NoOperation
            : operation.Length > RegisterLimits.OperationCharactersMax ? RegisterFault.OperationTooLong
            : null;
        return new RegisterRecord(number,
            operation?[..Math.Min(operation.Length, RegisterLimits.OperationCharactersMax)], at, paidOn,
            cells.AccountNumber(), cells.Text("payer", RegisterLimits.TextCharactersMax),
            cells.Text("address", RegisterLimits.TextCharactersMax),
            cells.Text("period", RegisterLimits.AccountCharactersMax), amount, cells.Amount("fee"), fault);
    }

    // Linear time whatever the pattern: a profile must not be able to hold a core.
    private static Regex? Pattern(string? pattern) => pattern is null
        ? null
        : new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
