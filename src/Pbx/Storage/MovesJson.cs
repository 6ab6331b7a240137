using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Storage;

/// <summary>How a call's changes of places stand in its row.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(MoveKindName)])]
[JsonSerializable(typeof(ImmutableArray<CallMove>))]
[JsonSerializable(typeof(List<CallMove>))]
internal sealed partial class MovesJson : JsonSerializerContext
{
    public static string Write(ImmutableArray<CallMove> moves) =>
        JsonSerializer.Serialize(moves, Default.ImmutableArrayCallMove);

    public static IReadOnlyList<CallMove> Read(string row) =>
        JsonSerializer.Deserialize(row, Default.ListCallMove) ?? [];
}

/// <summary>blind, consult, attended …</summary>
internal sealed class MoveKindName() : JsonStringEnumConverter<MoveKind>(JsonNamingPolicy.CamelCase);
