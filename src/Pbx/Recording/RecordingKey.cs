using System.Security.Cryptography;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// The key-encrypting key: it wraps the key of each file, so that erasing 32 bytes erases all recordings and a stolen
/// disk image of the recordings alone says nothing.
/// </summary>
internal sealed class RecordingKey
{
    public const int Bytes = 32;
    public const int NonceBytes = 12;
    public const int TagBytes = 16;

    private readonly byte[] _key;

    private RecordingKey(byte[] key)
    {
        _key = key;
        Id = BitConverter.ToUInt64(SHA256.HashData(key));
    }

    /// <summary>Names the key in a file without telling it.</summary>
    public ulong Id { get; }

    /// <summary>Reads the key, or makes it when there is no file yet.</summary>
    /// <exception cref="InvalidDataException">The file is not 32 bytes long.</exception>
    /// <exception cref="IOException">It cannot be read or made.</exception>
    public static RecordingKey LoadOrCreate(string file)
    {
        if (!System.IO.File.Exists(file))
        {
            Create(file);
        }

        var key = System.IO.File.ReadAllBytes(file);
        return key.Length == Bytes
            ? new RecordingKey(key)
            : throw new InvalidDataException($"The recording key {file} must be {Bytes} bytes, it is {key.Length}.");
    }

    public void Wrap(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key, Span<byte> wrapped, Span<byte> tag,
        ReadOnlySpan<byte> header)
    {
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce, key, wrapped, tag, header);
    }

    /// <exception cref="AuthenticationTagMismatchException">Another key, or a changed header.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> tag,
        ReadOnlySpan<byte> header)
    {
        var key = new byte[Bytes];
        using var aes = new AesGcm(_key, TagBytes);
        aes.Decrypt(nonce, wrapped, tag, key, header);
        return key;
    }

    private static void Create(string file)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        // Written aside and moved: a crash between the two must not leave half a key.
        var aside = file + ".new";
        System.IO.File.Delete(aside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(aside, options))
        {
            stream.Write(RandomNumberGenerator.GetBytes(Bytes));
            stream.Flush(flushToDisk: true);
        }

        System.IO.File.Move(aside, file, overwrite: false);
    }
}
