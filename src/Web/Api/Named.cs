using System.Diagnostics.CodeAnalysis;

namespace Zhkh.Web.Api;

/// <summary>
/// A value of an enumeration in a query, spelled as the API itself spells it (<c>resolvedByInbound</c>); the binder
/// alone would take only the spelling of the code. Numbers are no names.
/// </summary>
internal readonly record struct Named<T>(T Value)
    where T : struct, Enum
{
    public static bool TryParse([NotNullWhen(true)] string? text, IFormatProvider? provider, out Named<T> named)
    {
        var isName = text is [var first, ..] && char.IsAsciiLetter(first);
        var isKnown = Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value);
        named = new Named<T>(value);
        return isName && isKnown;
    }
}
