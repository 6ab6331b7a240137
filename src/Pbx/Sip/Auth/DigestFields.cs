namespace Zhkh.Pbx.Sip;

/// <summary>The name=value list after "Digest", in a challenge or in credentials (RFC 7616 §3.3, §3.4).</summary>
internal sealed class DigestFields
{
    /// <summary>More fields than this is not a login.</summary>
    public const int FieldsMax = 32;

    /// <summary>Longest value worth hashing.</summary>
    public const int ValueCharactersMax = 1024;

    private const string Scheme = "Digest";
    private readonly List<(string Name, string Value)> _fields = [];

    public string? this[string name]
    {
        get
        {
            foreach (var (known, value) in _fields)
            {
                if (known.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>False when it is not Digest, is malformed, or repeats a field.</summary>
    public static bool TryParse(ReadOnlySpan<char> header, out DigestFields fields)
    {
        fields = new DigestFields();
        header = header.Trim();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length == Scheme.Length
            || header[Scheme.Length] is not (' ' or '\t'))
        {
            return false;
        }

        var rest = header[Scheme.Length..].TrimStart();
        while (rest.Length > 0)
        {
            if (!fields.TryTakeField(ref rest))
            {
                return false;
            }
        }

        return fields._fields.Count > 0;
    }

    private static bool TryTakeValue(ref ReadOnlySpan<char> rest, out string value)
    {
        value = "";
        if (rest.StartsWith("\""))
        {
            return TryTakeQuoted(ref rest, out value);
        }

        var end = rest.IndexOfAny(',', ' ', '\t');
        var token = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[end..];
        value = token.ToString();
        return value.Length is > 0 and <= ValueCharactersMax;
    }

    private static bool TryTakeQuoted(ref ReadOnlySpan<char> rest, out string value)
    {
        value = "";
        Span<char> plain = stackalloc char[ValueCharactersMax];
        var length = 0;
        for (var i = 1; i < rest.Length && length < ValueCharactersMax; i++)
        {
            if (rest[i] == '"')
            {
                value = plain[..length].ToString();
                rest = rest[(i + 1)..];
                return true;
            }

            if (rest[i] == '\\' && ++i == rest.Length)
            {
                return false;
            }

            plain[length++] = rest[i];
        }

        return false;
    }

    private bool TryTakeField(ref ReadOnlySpan<char> rest)
    {
        var equals = rest.IndexOf('=');
        if (equals <= 0 || _fields.Count >= FieldsMax)
        {
            return false;
        }

        var name = rest[..equals].Trim().ToString();
        rest = rest[(equals + 1)..].TrimStart();
        if (name.Length == 0 || name.AsSpan().IndexOfAny(" ,\"\t") >= 0 || this[name] is not null
            || !TryTakeValue(ref rest, out var value))
        {
            return false;
        }

        _fields.Add((name, value));
        rest = rest.TrimStart();
        if (rest.Length > 0)
        {
            if (rest[0] != ',')
            {
                return false;
            }

            rest = rest[1..].TrimStart();
        }

        return true;
    }
}
