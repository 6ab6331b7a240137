using System.Text.Json;
using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Trunks;

/// <summary>
/// A file of lines, each the whole state of one user; the last line of a user counts. An append is one system call
/// that survives the process; the file is rewritten at start and when most of its lines are old.
/// </summary>
public sealed class BindingFile(string path, ILogger<BindingFile> log) : IBindingStore, IDisposable
{
    /// <summary>Old lines that may pile up before the file is rewritten.</summary>
    public const int OldLinesMax = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _lines = new(StringComparer.Ordinal);
    private FileStream? _file;
    private int _appended;

    public IReadOnlyDictionary<string, BindingRecord[]> Load()
    {
        lock (_gate)
        {
            var found = new Dictionary<string, BindingRecord[]>(StringComparer.Ordinal);
            foreach (var line in ReadLines())
            {
                if (TryRead(line) is { User: not null, Bindings: not null } stored)
                {
                    Remember(stored.User, stored.Bindings, found);
                }
            }

            Rewrite();
            return found;
        }
    }

    public void Save(string user, BindingRecord[] bindings)
    {
        lock (_gate)
        {
            var line = Line(user, bindings);
            if (bindings.Length == 0)
            {
                _lines.Remove(user);
            }
            else
            {
                _lines[user] = line;
            }

            if (++_appended > OldLinesMax + _lines.Count)
            {
                Rewrite();
                return;
            }

            Append(line);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private static byte[] Line(string user, BindingRecord[] bindings) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(new Stored(user, bindings)), (byte)'\n'];

    /// <summary>A line torn by a crash is no JSON: the one before it counts.</summary>
    private static Stored? TryRead(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Stored>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Remember(string user, BindingRecord[] bindings, Dictionary<string, BindingRecord[]> found)
    {
        if (bindings.Length == 0)
        {
            found.Remove(user);
            _lines.Remove(user);
        }
        else
        {
            found[user] = bindings;
            _lines[user] = Line(user, bindings);
        }
    }

    private string[] ReadLines()
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            SipLog.SaveFailed(log, "registrations (reading)", unreadable.Message);
            return [];
        }
    }

    private void Append(byte[] line)
    {
        try
        {
            _file ??= Open(path, FileMode.Append);
            _file.Write(line);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A full disk keeps nobody from registering; after a restart the phone has to come again by itself.
            SipLog.SaveFailed(log, "registrations", refused.Message);
        }
    }

    private void Rewrite()
    {
        try
        {
            _file?.Dispose();
            _file = null;
            using (var next = new FileStream(path + ".next", FileMode.Create, FileAccess.Write, FileShare.Read, 65_536))
            {
                foreach (var line in _lines.Values)
                {
                    next.Write(line);
                }
            }

            File.Move(path + ".next", path, overwrite: true);
            _appended = 0;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            SipLog.SaveFailed(log, "registrations", refused.Message);
        }
    }

    // Without a buffer of its own: what was written is the kernel's at once.
    private static FileStream Open(string path, FileMode mode) =>
        new(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);

    private sealed record Stored(string User, BindingRecord[] Bindings);
}
