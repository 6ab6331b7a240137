using System.Text.Json.Serialization;
using Zhkh.Pbx.Events;

namespace Zhkh.Pbx.Storage;

/// <summary>How facts are written into the outbox; the relay reads the same shape.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CallAnswered))]
[JsonSerializable(typeof(CallMissed))]
[JsonSerializable(typeof(CallFinished))]
[JsonSerializable(typeof(MessageLeft))]
[JsonSerializable(typeof(RecordingCutShort))]
internal sealed partial class FactJson : JsonSerializerContext;
