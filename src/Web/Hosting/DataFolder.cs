using Microsoft.Extensions.Options;

namespace Zhkh.Web.Hosting;

/// <summary>The one folder the host writes to, and its parts.</summary>
internal sealed class DataFolder
{
    public DataFolder(IOptions<WebOptions> options)
    {
        Root = Directory.CreateDirectory(Path.GetFullPath(options.Value.Data)).FullName;
        Keys = Make("keys");
        Recordings = Make("recordings");
        Journal = Make("journal");
        Uploads = Make("uploads");
        Photos = Make("photos");
    }

    public string Root { get; }

    /// <summary>
    /// Keys that are not in the database: whoever has a dump of it alone can open neither cookie nor recording.
    /// </summary>
    public string Keys { get; }

    public string Recordings { get; }

    public string Journal { get; }

    /// <summary>Files people bring, while they are read; empty otherwise.</summary>
    public string Uploads { get; }

    /// <summary>Photos of crews, by the SHA-256 of their bytes.</summary>
    public string Photos { get; }

    public long FreeBytes => new DriveInfo(Root).AvailableFreeSpace;

    /// <summary>
    /// Empties what calls left behind, bans too (--reset); the keys stay, sessions end with the database.
    /// </summary>
    public void Forget()
    {
        foreach (var folder in new[] { Recordings, Journal, Photos })
        {
            Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(folder, OwnerOnly);
        }

        foreach (var file in new[]
            { "bans.json", "peers.json", "trunks.json", "queues.json", "agents.json", "queue-hour.json" })
        {
            File.Delete(Path.Combine(Root, file));
        }

        if (Directory.Exists(Path.Combine(Root, "menus")))
        {
            Directory.Delete(Path.Combine(Root, "menus"), recursive: true);
        }
    }

    /// <summary>What a killed host left half read: of no use to anybody, and full of names.</summary>
    public void ForgetUploads()
    {
        foreach (var left in Directory.EnumerateFiles(Uploads))
        {
            File.Delete(left);
        }
    }

    /// <summary>The journal of a running host holds its lock file.</summary>
    /// <exception cref="StartRefusedException">Another host works with this folder.</exception>
    public void RefuseIfInUse()
    {
        try
        {
            using var held = new FileStream(
                Path.Combine(Journal, "lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException held) when (held.HResult == LockedErrno)
        {
            throw new StartRefusedException(
                $"The data folder {Root} is in use by a host that is running, or by ./zhkh recording");
        }
    }

    private const int LockedErrno = 11;   // EAGAIN

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private string Make(string name) => Directory.CreateDirectory(Path.Combine(Root, name), OwnerOnly).FullName;
}
