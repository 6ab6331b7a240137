using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zhkh.Kernel;

/// <summary>How events are spelled in the outbox of their module: camelCase, enums by name.</summary>
public static class EventJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
