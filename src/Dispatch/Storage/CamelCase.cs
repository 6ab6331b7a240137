using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Zhkh.Dispatch;

/// <summary>An enum value in a column is spelled as in the JSON of the API: <c>inProgress</c>.</summary>
internal static class CamelCase
{
    public static string Name<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Rows of hand-written SQL carry the text; EF converts only columns of its own model.</summary>
    public static T Value<T>(string name) where T : struct, Enum => Enum.Parse<T>(name, ignoreCase: true);
}

/// <summary>The same, as EF wants to hear it.</summary>
internal sealed class CamelCaseEnum<T>()
    : ValueConverter<T, string>(value => CamelCase.Name(value), text => CamelCase.Value<T>(text))
    where T : struct, Enum;
