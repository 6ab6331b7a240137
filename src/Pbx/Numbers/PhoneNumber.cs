namespace Zhkh.Pbx.Numbers;

/// <summary>
/// A telephone number in E.164: a plus and 8 to 15 digits, the first of them not zero. The default value is no number
/// and prints as an empty string.
/// </summary>
public readonly record struct PhoneNumber
{
    /// <summary>Shortest number in use with its country code; anything shorter is a short code or a slip.</summary>
    private const int DigitsMin = 8;

    /// <summary>ITU-T E.164 §6.2.1.</summary>
    private const int DigitsMax = 15;

    private readonly string? _text;

    private PhoneNumber(string text) => _text = text;

    /// <summary>True for the default value, which is no number.</summary>
    public bool IsEmpty => _text is null;

    /// <summary>The digits without the plus.</summary>
    public ReadOnlySpan<char> Digits => _text is null ? default : _text.AsSpan(1);

    /// <summary>How logs may show it (152-ФЗ): country and operator code, then the last four digits.</summary>
    public string Masked => Mask(_text);

    /// <summary>Takes only the canonical form; use <see cref="NumberPlan"/> for what people and trunks write.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out PhoneNumber number)
    {
        number = default;
        var isShaped = text.Length is > DigitsMin and <= DigitsMax + 1 && text[0] == '+' && text[1] != '0'
            && !text[1..].ContainsAnyExceptInRange('0', '9');
        if (isShaped)
        {
            number = new PhoneNumber(text.ToString());
        }

        return isShaped;
    }

    /// <summary>Masks any spelling of a number for a log line.</summary>
    public static string Mask(string? number) => number switch
    {
        null or "" => "withheld",
        { Length: > 8 } => $"{number[..2]}***{number[^4..]}",
        { Length: > 5 } => "***",
        _ => number,   // an extension or a public short number is nobody's personal data
    };

    public override string ToString() => _text ?? "";
}
