using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Zhkh.Web.Api;

/// <summary>One page of a list.</summary>
/// <param name="Next">Goes into <c>after</c> for the following page; null when this was the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>The place after which a page begins: the sort key of the last row seen. Opaque to clients.</summary>
internal readonly record struct Cursor(DateTimeOffset At, Guid Id)
{
    public const int LimitDefault = 50;
    public const int LimitMax = 200;

    public override string ToString() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}:{Id:N}")));

    /// <summary>Reads <c>after</c>; an empty one is the first page.</summary>
    public static bool TryParse(string? after, out Cursor? cursor)
    {
        cursor = null;
        if (string.IsNullOrEmpty(after))
        {
            return true;
        }

        if (after.Length > 100 || !Base64Url.IsValid(after))
        {
            return false;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(after)).Split(':');
        if (parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > DateTimeOffset.MaxValue.UtcTicks || !Guid.TryParseExact(parts[1], "N", out var id))
        {
            return false;
        }

        cursor = new Cursor(new DateTimeOffset(ticks, TimeSpan.Zero), id);
        return true;
    }
}
