using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zhkh.Dispatch;

/// <summary>How the events of this module are spelled in its outbox: camelCase, enums by name.</summary>
public static class EventJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
