using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Sip;

/// <summary>Bans in one small JSON file, replaced whole so that a crash leaves the old or the new one.</summary>
public sealed class BanFile(string path, ILogger<BanFile> log) : IBanStore
{
    public IReadOnlyList<BanRecord> Load()
    {
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize<List<BanRecord>>(File.ReadAllText(path)) ?? []
                : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException or UnauthorizedAccessException)
        {
            SipLog.SaveFailed(log, "bans (reading)", unreadable.Message);
            return [];
        }
    }

    public void Save(IReadOnlyList<BanRecord> bans)
    {
        try
        {
            var next = path + ".next";
            File.WriteAllText(next, JsonSerializer.Serialize(bans));
            File.Move(next, path, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            SipLog.SaveFailed(log, "bans", refused.Message);
        }
    }
}
