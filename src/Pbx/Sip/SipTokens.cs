using System.Security.Cryptography;

namespace Zhkh.Pbx.Sip;

/// <summary>Branches, tags and Call-IDs of ours: random, because who can guess them can end our calls.</summary>
internal static class SipTokens
{
    private const int RandomBytes = 10;

    /// <summary>RFC 3261 §8.1.1.7.</summary>
    public static string Branch() => Via.MagicCookie + Random();

    /// <summary>RFC 3261 §19.3: at least 32 random bits.</summary>
    public static string Tag() => Random();

    /// <summary>No host name in it: it would tell a stranger ours.</summary>
    public static string CallId() => Random() + Random();

    private static string Random()
    {
        Span<byte> bytes = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
