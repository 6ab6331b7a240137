namespace Zhkh.Web.Cli;

/// <summary>
/// A data folder that no host works with, kept so for a command: the lock is the one a host holds on its journal, and a
/// host that is started meanwhile says that the folder is in use.
/// </summary>
internal sealed class FolderLease : IDisposable
{
    private const int LockedErrno = 11;   // EAGAIN
    private readonly FileStream _held;

    private FolderLease(FileStream held) => _held = held;

    /// <summary>Null while a host runs.</summary>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static FolderLease? TryTake(string data)
    {
        var journal = Path.Combine(data, "journal");
        Directory.CreateDirectory(
            journal, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            return new FolderLease(new FileStream(
                Path.Combine(journal, "lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None));
        }
        catch (IOException held) when (held.HResult == LockedErrno)
        {
            return null;
        }
    }

    /// <summary>Whether a host works with the folder now.</summary>
    public static bool IsHostThere(string data)
    {
        using var lease = TryTake(data);
        return lease is null;
    }

    public void Dispose() => _held.Dispose();
}
