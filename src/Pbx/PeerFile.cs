using System.Text.Json;
using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Pbx;

/// <summary>
/// The last known phones, beside the journal: a start during an outage of the database finds them here.
/// </summary>
internal sealed class PeerFile(string path, ILogger log)
{
    public void Save(IReadOnlyList<Extension> extensions)
    {
        try
        {
            // Written aside and moved: a crash leaves the old list or the new one.
            File.WriteAllBytes(path + ".next", JsonSerializer.SerializeToUtf8Bytes(extensions));
            File.Move(path + ".next", path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            PbxLog.PeersNotSaved(log, e.Message);
        }
    }

    /// <summary>Empty when there is none, or none that can be read.</summary>
    public IReadOnlyList<Extension> Load()
    {
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize<List<Extension>>(File.ReadAllBytes(path)) ?? []
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            PbxLog.PeersNotRead(log, e.Message);
            return [];
        }
    }
}
