using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Zhkh.Pbx.Trunks;

/// <summary>
/// The code by which a dispatcher opens the permanent line from a telephone that is not his own. Kept as
/// PBKDF2-HMAC-SHA256 (RFC 8018): "rounds$salt$hash", the last two in Base64.
/// </summary>
public static class LinePin
{
    public const int LengthMin = 4;

    public const int LengthMax = 8;

    private const int Rounds = 100_000;
    private const int RoundsMax = 1_000_000;
    private const int SaltOctets = 16;
    private const int HashOctets = 32;

    /// <summary>Digits only, four to eight, not all the same.</summary>
    public static bool IsFit(string? pin) => pin is { Length: >= LengthMin and <= LengthMax }
        && pin.All(char.IsAsciiDigit) && pin.Any(digit => digit != pin[0]);

    /// <summary>What is kept of a code.</summary>
    public static string Hash(string pin)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltOctets);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(pin, salt, Rounds))}");
    }

    /// <summary>Whether a code is the kept one. It takes the same time when none is kept.</summary>
    public static bool Matches(string? kept, string typed)
    {
        var (rounds, salt, hash) = Read(kept) ?? (Rounds, new byte[SaltOctets], []);
        return CryptographicOperations.FixedTimeEquals(Derive(typed, salt, rounds), hash);
    }

    private static (int Rounds, byte[] Salt, byte[] Hash)? Read(string? kept)
    {
        var parts = kept?.Split('$') ?? [];
        Span<byte> salt = stackalloc byte[SaltOctets];
        Span<byte> hash = stackalloc byte[HashOctets];
        return parts.Length == 3
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var rounds)
            && rounds is > 0 and <= RoundsMax
            && Convert.TryFromBase64String(parts[1], salt, out var salted) && salted == SaltOctets
            && Convert.TryFromBase64String(parts[2], hash, out var hashed) && hashed == HashOctets
            ? (rounds, salt.ToArray(), hash.ToArray()) : null;
    }

    private static byte[] Derive(string pin, byte[] salt, int rounds) => Rfc2898DeriveBytes.Pbkdf2(
        Encoding.ASCII.GetBytes(pin), salt, rounds, HashAlgorithmName.SHA256, HashOctets);
}
