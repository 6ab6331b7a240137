using System.Globalization;

namespace Zhkh.Web.Api;

/// <summary>The cursor of lists whose rows are numbered: ledger lines, the audit.</summary>
internal static class LineCursor
{
    /// <summary>An empty <c>after</c> is the first page.</summary>
    public static bool TryParse(string? after, out long? id)
    {
        id = null;
        if (string.IsNullOrEmpty(after))
        {
            return true;
        }

        var ok = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        id = value;
        return ok;
    }
}
