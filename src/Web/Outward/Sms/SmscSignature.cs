using System.Security.Cryptography;
using System.Text;

namespace Zhkh.Web.Outward;

/// <summary>
/// smsc signs a report with SHA-1 of <c>id:phone:status:word</c>, the word being set in its cabinet. From memory of its
/// manual [M]: compare with the manual before going live; a wrong guess refuses reports, it never believes one.
/// </summary>
internal static class SmscSignature
{
    public static string Of(string word, string id, string phone, string status) => Convert.ToHexStringLower(
        SHA1.HashData(Encoding.UTF8.GetBytes($"{id}:{phone}:{status}:{word}")));

    public static bool Matches(string given, string word, string id, string phone, string status) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(given.ToLowerInvariant()), Encoding.UTF8.GetBytes(Of(word, id, phone, status)));
}
