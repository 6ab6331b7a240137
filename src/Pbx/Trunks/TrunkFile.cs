using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Trunks;

/// <summary>The last known trunks, beside the journal: a start without the database finds them here.</summary>
internal sealed class TrunkFile(string path, ILogger log)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public void Save(IReadOnlyList<TrunkEntry> trunks)
    {
        try
        {
            // Written aside and moved: a crash leaves the old list or the new one.
            using (var next = new FileStream(path + ".next", Options()))
            {
                JsonSerializer.Serialize(next, trunks, Json);
            }

            File.Move(path + ".next", path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TrunksLog.NotSaved(log, e.Message);
        }
    }

    /// <summary>Empty when there is none, or none that can be read.</summary>
    public IReadOnlyList<TrunkEntry> Load()
    {
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize<List<TrunkEntry>>(File.ReadAllBytes(path), Json) ?? []
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            TrunksLog.NotRead(log, e.Message);
            return [];
        }
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
