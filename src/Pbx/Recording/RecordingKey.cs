using System.Security.Cryptography;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// A key-encrypting key: it wraps the key of each file, so that erasing 32 bytes erases all recordings and a stolen
/// disk image of the recordings alone says nothing.
/// </summary>
internal sealed class RecordingKey
{
    public const int Bytes = 32;
    public const int NonceBytes = 12;
    public const int TagBytes = 16;

    private readonly byte[] _key;

    /// <param name="madeAt">Null: nobody has written it down.</param>
    public RecordingKey(byte[] key, DateTimeOffset? madeAt)
    {
        (_key, MadeAt) = (key, madeAt);
        Id = BitConverter.ToUInt64(SHA256.HashData(key));
    }

    /// <summary>Names the key in a file without telling it.</summary>
    public ulong Id { get; }

    public DateTimeOffset? MadeAt { get; }

    public static RecordingKey Make(DateTimeOffset now) => new(RandomNumberGenerator.GetBytes(Bytes), now);

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

    /// <summary>For the key file alone.</summary>
    public void CopyTo(Span<byte> bytes) => _key.CopyTo(bytes);
}
