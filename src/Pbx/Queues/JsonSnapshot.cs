using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Queues;

/// <summary>
/// A small file of what is known, written aside and moved: a crash leaves the old one or the new one. A file that
/// cannot be written costs a restart its memory, not the exchange its calls.
/// </summary>
internal sealed class JsonSnapshot<T>(string path, ILogger log) where T : class
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private readonly Lock _gate = new();

    public void Save(T content)
    {
        lock (_gate)
        {
            try
            {
                File.WriteAllBytes(path + ".next", JsonSerializer.SerializeToUtf8Bytes(content, Json));
                File.Move(path + ".next", path, overwrite: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.SnapshotNotSaved(path, e.Message);
            }
        }
    }

    /// <summary>Null when there is none, or none that can be read.</summary>
    public T? Load()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Json) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            log.SnapshotNotRead(path, e.Message);
            return null;
        }
    }
}
