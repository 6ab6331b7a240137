using System.Text.Json.Serialization;
using Zhkh.Pbx.Events;

namespace Zhkh.Pbx.Recording;

/// <summary>How facts of the upkeep are written into the outbox; the relay reads the same shape.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RecordingDiskChanged))]
internal sealed partial class RecordingJson : JsonSerializerContext;
