namespace Zhkh.Pbx.Recording;

/// <summary>
/// The key-encrypting keys: one that new recordings are wrapped with, and during a rotation the older ones that some
/// recordings still need. Kept in one file that is replaced whole; safe from any thread.
/// </summary>
internal sealed class KeyRing
{
    /// <summary>Rotations that may be under way at once: more means that old keys do not go away.</summary>
    public const int KeysMax = 16;

    private readonly string _file;
    private volatile RecordingKey[] _keys;

    private KeyRing(string file, RecordingKey[] keys) => (_file, _keys) = (file, keys);

    /// <summary>Wraps what begins now.</summary>
    public RecordingKey Current => _keys[0];

    /// <summary>The current one first.</summary>
    public IReadOnlyList<RecordingKey> Keys => _keys;

    /// <summary>Recordings are being wrapped anew.</summary>
    public bool IsRotating => _keys.Length > 1;

    /// <summary>Reads the keys, or makes the first one when there is neither file nor recording yet.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, gone, or of other recordings; says so.</exception>
    /// <exception cref="IOException">It cannot be read or made.</exception>
    public static KeyRing LoadOrCreate(string file, string recordings, DateTimeOffset now)
    {
        KeyFile.DestroyLeftover(file);
        if (!File.Exists(file))
        {
            if (RecordingPath.Newest(recordings).Any())
            {
                throw new InvalidDataException(
                    $"The recording key {file} is gone, and only it opens the recordings in {recordings}: put it "
                    + "back from the backup, or move the recordings away to begin without them");
            }

            KeyFile.Write(file, [RecordingKey.Make(now)]);
        }

        var ring = new KeyRing(file, KeyFile.Read(file));
        ring.RefuseForeign(recordings);
        return ring;
    }

    /// <summary>The keys there are, for somebody who looks from beside the host; makes none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="IOException">There is none, or it cannot be read.</exception>
    public static KeyRing Load(string file) => new(file, KeyFile.ReadBeside(file));

    public RecordingKey? Find(ulong id) => Keys.FirstOrDefault(key => key.Id == id);

    /// <summary>Makes a new key the current one; what is wrapped with the older ones stays readable.</summary>
    /// <exception cref="IOException">The file is as it was.</exception>
    public RecordingKey Add(DateTimeOffset now)
    {
        if (_keys.Length >= KeysMax)
        {
            throw new InvalidOperationException("Older keys are still in use.");
        }

        var key = RecordingKey.Make(now);
        Replace([key, .. _keys]);
        return key;
    }

    /// <summary>Destroys all keys but the current one, in memory and on the disk.</summary>
    /// <exception cref="IOException">The file is as it was.</exception>
    public void DestroyOld() => Replace([Current]);

    private void Replace(RecordingKey[] keys)
    {
        KeyFile.Write(_file, keys);
        _keys = keys;
    }

    /// <summary>One header with a flipped bit is a damaged file, not another installation.</summary>
    private const int ForeignMin = 1;

    /// <summary>A key file of another installation would make every recording silently unreadable.</summary>
    private void RefuseForeign(string recordings)
    {
        var ids = RecordingPath.Newest(recordings).Select(SealedHeader.KeyIdOf).OfType<ulong>().ToList();
        if (ids.Count > ForeignMin && ids.TrueForAll(id => Find(id) is null))
        {
            throw new InvalidDataException(
                $"The recording key {_file} is not the one the recordings in {recordings} were made with: put the "
                + "right one back from the backup, or move the recordings away to begin without them");
        }
    }
}
