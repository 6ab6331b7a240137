using System.Security.Cryptography;
using System.Text;

namespace Zhkh.Web.Outward;

/// <summary>
/// Who sent a report: HMAC-SHA1 with the account's token over the address and the form's fields sorted by name
/// (DOMAIN §4.8, X-Twilio-Signature).
/// </summary>
internal static class TwilioSignature
{
    public const string Header = "X-Twilio-Signature";

    public static string Of(string token, string url, IEnumerable<KeyValuePair<string, string>> form)
    {
        var signed = new StringBuilder(url);
        foreach (var (name, value) in form.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            signed.Append(name).Append(value);
        }

        return Convert.ToBase64String(
            HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(signed.ToString())));
    }

    /// <summary>In the same time whether the first octet is wrong or the last.</summary>
    public static bool Matches(
        string given, string token, string url, IEnumerable<KeyValuePair<string, string>> form) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Of(token, url, form)));
}
