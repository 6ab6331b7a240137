using System.Security.Cryptography;
using System.Text;

namespace Zhkh.Pbx.Trunks;

/// <summary>
/// Seals the passwords of trunks with a key that is in a file beside the data and never in the database: a dump of
/// one without the other opens no operator's account. A sealed password fits its own trunk only.
/// </summary>
public sealed class TrunkSecrets(string keyFile)
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly Lock _gate = new();
    private byte[]? _key;

    /// <summary>Makes the key when there is none yet.</summary>
    /// <returns>Base64; another one at each call.</returns>
    /// <exception cref="IOException">The key cannot be read or made.</exception>
    public string Seal(string code, string password)
    {
        var plain = Encoding.UTF8.GetBytes(password);
        var sealedText = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(sealedText.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(Key(mayMake: true) ?? [], TagBytes);
        aes.Encrypt(
            sealedText.AsSpan(0, NonceBytes), plain, sealedText.AsSpan(NonceBytes + TagBytes),
            sealedText.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(code));
        return Convert.ToBase64String(sealedText);
    }

    /// <summary>Null when it was sealed with another key, for another trunk, or is nothing sealed.</summary>
    public string? Open(string code, string secret)
    {
        try
        {
            var octets = Convert.FromBase64String(secret);
            if (octets.Length < NonceBytes + TagBytes || Key(mayMake: false) is not { } key)
            {
                return null;
            }

            var plain = new byte[octets.Length - NonceBytes - TagBytes];
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(
                octets.AsSpan(0, NonceBytes), octets.AsSpan(NonceBytes + TagBytes),
                octets.AsSpan(NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(code));
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception foreign) when (foreign is CryptographicException or FormatException or IOException
                                            or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private byte[]? Key(bool mayMake)
    {
        lock (_gate)
        {
            if (_key is not null)
            {
                return _key;
            }

            if (!File.Exists(keyFile))
            {
                if (!mayMake)
                {
                    return null;
                }

                Make();
            }

            var key = File.ReadAllBytes(keyFile);
            return key.Length == KeyBytes
                ? _key = key
                : throw new IOException($"The key {keyFile} must be {KeyBytes} bytes, it is {key.Length}.");
        }
    }

    private void Make()
    {
        if (Path.GetDirectoryName(Path.GetFullPath(keyFile)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        // Written aside and moved: neither a crash nor another process at the same work leaves half a key.
        var aside = $"{keyFile}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(aside, options))
        {
            stream.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(aside, keyFile, overwrite: false);
        }
        catch (IOException) when (File.Exists(keyFile))
        {
            File.Delete(aside);   // another process was first: its key counts
        }
    }
}
