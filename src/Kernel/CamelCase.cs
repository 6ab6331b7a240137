using System.Text.Json;

namespace Zhkh.Kernel;

/// <summary>An enum value in a column is spelled as in the JSON of the API: <c>inProgress</c>.</summary>
public static class CamelCase
{
    /// <summary>The spelling of a value.</summary>
    public static string Name<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Rows of hand-written SQL carry the text; EF converts only columns of its own model.</summary>
    /// <exception cref="ArgumentException">No value is spelled so.</exception>
    public static T Value<T>(string name) where T : struct, Enum => Enum.Parse<T>(name, ignoreCase: true);
}
