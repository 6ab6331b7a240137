using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Tests.Calls;

/// <summary>
/// A disk that forgets: what was appended but not synced may be gone, in part or in whole, after a crash.
/// </summary>
internal sealed class ModelDisk : IJournalDisk
{
    private const int SectorBytes = 512;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Content> _files = new(StringComparer.Ordinal);

    /// <summary>Bytes that still fit; a write beyond them leaves its first part and throws.</summary>
    public long Room { get; set; } = long.MaxValue;

    public bool SyncFails { get; set; }

    public int Syncs { get; private set; }

    public IReadOnlyList<string> List()
    {
        lock (_gate)
        {
            return [.. _files.Keys];
        }
    }

    public byte[] Read(string name)
    {
        lock (_gate)
        {
            return _files[name].Bytes.ToArray();
        }
    }

    public IJournalFile Open(string name)
    {
        lock (_gate)
        {
            if (!_files.ContainsKey(name))
            {
                _files[name] = new Content();
            }

            return new OpenFile(this, _files[name]);
        }
    }

    public void Delete(string name)
    {
        lock (_gate)
        {
            _files.Remove(name);
        }
    }

    public void Dispose()
    {
    }

    public void Put(string name, byte[] bytes)
    {
        lock (_gate)
        {
            _files[name] = new Content { Bytes = [.. bytes], Synced = bytes.Length };
        }
    }

    /// <summary>The disk as a killed process leaves it: everything written is there.</summary>
    public ModelDisk AfterKill()
    {
        lock (_gate)
        {
            var disk = new ModelDisk();
            foreach (var (name, content) in _files)
            {
                disk.Put(name, [.. content.Bytes]);
            }

            return disk;
        }
    }

    /// <summary>The disk as a power cut at this instant would leave it.</summary>
    public ModelDisk AfterPowerCut(Random random)
    {
        lock (_gate)
        {
            var disk = new ModelDisk();
            foreach (var (name, content) in _files)
            {
                var tail = content.Bytes.Count - content.Synced;
                var bytes = content.Bytes[..(content.Synced + random.Next(tail + 1))].ToArray();
                for (var sector = content.Synced; sector < bytes.Length; sector += SectorBytes)
                {
                    if (random.Next(3) == 0)
                    {
                        Array.Clear(bytes, sector, Math.Min(SectorBytes, bytes.Length - sector));
                    }
                }

                disk.Put(name, bytes);
            }

            return disk;
        }
    }

    private sealed class Content
    {
        public List<byte> Bytes { get; set; } = [];

        public int Synced { get; set; }
    }

    private sealed class OpenFile(ModelDisk disk, Content content) : IJournalFile
    {
        public long Length => content.Bytes.Count;

        public void Append(ReadOnlySpan<byte> bytes)
        {
            lock (disk._gate)
            {
                var fits = (int)Math.Min(bytes.Length, disk.Room);
                content.Bytes.AddRange(bytes[..fits]);
                disk.Room -= fits;
                if (fits < bytes.Length)
                {
                    throw new IOException("No space left on device");
                }
            }
        }

        public void Sync()
        {
            lock (disk._gate)
            {
                if (disk.SyncFails)
                {
                    throw new IOException("Input/output error");
                }

                content.Synced = content.Bytes.Count;
                disk.Syncs++;
            }
        }

        public void Truncate(long length)
        {
            lock (disk._gate)
            {
                disk.Room += content.Bytes.Count - length;
                content.Bytes.RemoveRange((int)length, content.Bytes.Count - (int)length);
                content.Synced = Math.Min(content.Synced, (int)length);
            }
        }

        public void Dispose()
        {
        }
    }
}
