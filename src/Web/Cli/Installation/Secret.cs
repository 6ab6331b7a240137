using System.Security.Cryptography;

namespace Zhkh.Web.Cli;

/// <summary>Passwords made for a person to type: no signs that look alike.</summary>
internal static class Secret
{
    private const string Signs = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int Length = 16;   // 80 bits

    public static string New() => RandomNumberGenerator.GetString(Signs, Length);
}
