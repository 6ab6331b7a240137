using System.Text;

namespace Zhkh.Billing;

/// <summary>
/// Cuts a text into its logical lines: a line break inside a quoted field (RFC 4180) does not end one. Holds one line
/// in memory, and refuses one that does not end.
/// </summary>
internal sealed class TextLines(TextReader text, char separator, bool quoted)
{
    private readonly StringBuilder _line = new();
    private int _number = 1;

    /// <summary>Why <see cref="Next"/> gave up; the reading cannot go on.</summary>
    public RegisterError? Fault { get; private set; }

    /// <summary>The next line and the number of the physical line it begins on; null at the end.</summary>
    public (int Number, string Text)? Next()
    {
        _line.Clear();
        var began = _number;
        var (fieldBegins, inQuotes, justClosed) = (true, false, false);
        while (true)
        {
            var read = text.Read();
            if (read < 0)
            {
                Fault = inQuotes ? new RegisterError(began, RegisterFault.QuoteNotClosed) : null;
                return Fault is not null || _line.Length == 0 ? null : (began, _line.ToString());
            }

            var c = (char)read;
            if (c == '\n' || (c == '\r' && !inQuotes && text.Peek() != '\n'))
            {
                _number++;
                if (!inQuotes)
                {
                    return (began, _line.ToString());
                }
            }
            else if (c == '\r' && !inQuotes)
            {
                continue;
            }

            (inQuotes, justClosed) = quoted && c == '"'
                ? (!inQuotes && (fieldBegins || justClosed), inQuotes)
                : (inQuotes, false);
            fieldBegins = c == separator;
            _line.Append(c);
            if (_line.Length > RegisterLimits.LineCharactersMax)
            {
                Fault = new RegisterError(
                    began, inQuotes ? RegisterFault.QuoteNotClosed : RegisterFault.LineTooLong);
                return null;
            }
        }
    }
}
