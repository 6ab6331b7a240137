using System.Text;

namespace Zhkh.Billing;

/// <summary>Cuts a logical line into its fields. Pure.</summary>
internal static class Fields
{
    private const int FieldsMax = 64;

    /// <returns>Null when a quotation mark stands where RFC 4180 allows none, or there are too many fields.</returns>
    public static List<string>? Of(string line, char separator, bool quoted)
    {
        var fields = new List<string>();
        var at = 0;
        while (true)
        {
            if (fields.Count == FieldsMax)
            {
                return null;
            }

            if (quoted && at < line.Length && line[at] == '"')
            {
                if (Quoted(line, ref at) is not { } field || (at < line.Length && line[at] != separator))
                {
                    return null;
                }

                fields.Add(field);
            }
            else
            {
                var end = line.IndexOf(separator, at);
                var field = line[at..(end < 0 ? line.Length : end)];
                if (quoted && field.Contains('"', StringComparison.Ordinal))
                {
                    return null;
                }

                fields.Add(field);
                at += field.Length;
            }

            if (at >= line.Length)
            {
                return fields;
            }

            at++;
        }
    }

    private static string? Quoted(string line, ref int at)
    {
        var field = new StringBuilder();
        for (var i = at + 1; i < line.Length; i++)
        {
            if (line[i] != '"')
            {
                field.Append(line[i]);
            }
            else if (i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(line[i++]);
            }
            else
            {
                at = i + 1;
                return field.ToString();
            }
        }

        return null;
    }
}
