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
            using (var next = new FileStream(path + ".next", Options()))
            {
                JsonSerializer.Serialize(next, extensions);
            }

            File.Move(path + ".next", path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            PbxLog.PeersNotSaved(log, e.Message);
        }
    }

    // The hashes open the same doors as the passwords, so nobody else may read them.
    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
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
