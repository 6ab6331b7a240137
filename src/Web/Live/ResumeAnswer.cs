using System.Text.Json.Serialization;

namespace Zhkh.Web.Live;

/// <summary>Either what was missed, oldest first, or the word that only a fresh snapshot helps.</summary>
internal sealed record ResumeAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<LiveEvent>? Events,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool SnapshotRequired,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Epoch,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, long>? Seqs);
