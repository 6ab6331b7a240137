using System.Globalization;
using System.Security.Cryptography;

namespace Zhkh.Web.Access;

/// <summary>
/// PBKDF2-HMAC-SHA512 with the number of rounds kept beside the salt, so that it can grow (OWASP Password Storage:
/// at least 210,000 for SHA-512).
/// </summary>
internal static class PasswordHash
{
    private const string Scheme = "pbkdf2-sha512";
    private const int Rounds = 210_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    /// <summary>Somebody else's hash, for logins nobody has: the answer must take as long as for a known one.</summary>
    public static string Unknown { get; } = Create(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    public static string Create(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, Rounds, HashAlgorithmName.SHA512, HashBytes);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Scheme}${Rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }

    public static bool Matches(string stored, string password)
    {
        var parts = stored.Split('$');
        if (parts is not [Scheme, var rounds, var salt, var hash]
            || !int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            throw new FormatException("web.operators.password_hash holds something else than a password hash");
        }

        var expected = Convert.FromBase64String(hash);
        var actual = Rfc2898DeriveBytes.Pbkdf2(
            password, Convert.FromBase64String(salt), count, HashAlgorithmName.SHA512, expected.Length);
        return CryptographicOperations.FixedTimeEquals(expected, actual);
    }
}
