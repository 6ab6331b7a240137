using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Trunks;

/// <summary>A dispatcher's phone: who may register under this number, and for whom it speaks.</summary>
/// <param name="User">201; also its user name in the login.</param>
/// <param name="Organisation">Code of the organisation; empty when it serves all of them.</param>
/// <param name="Ha1">H(user:realm:password) by <paramref name="Algorithm"/>.</param>
/// <param name="Algorithm">MD5 unless the phone is known to speak SHA-256 (RFC 8760).</param>
/// <param name="Enabled">A disabled phone is refused exactly like an unknown one.</param>
public sealed record Extension(
    string User, string Organisation, string Ha1, DigestAlgorithm Algorithm = DigestAlgorithm.Md5, bool Enabled = true)
{
    /// <summary>
    /// True for a phone that can answer by itself (Call-Info, answer-after) what its owner asked for.
    /// </summary>
    public bool AnswersItself { get; init; }

    /// <summary>Opens its permanent line from another telephone (<see cref="Trunks.LinePin"/>); null: it does not.
    /// </summary>
    public string? LinePin { get; init; }

    /// <summary>How far it may call; null: as far as the rules of the exchange go.</summary>
    public DialRights? Rights { get; init; }

    /// <summary>Made where the password is known for a moment: demo seed, the command line.</summary>
    public static Extension WithPassword(
        string user, string organisation, string realm, string password,
        DigestAlgorithm algorithm = DigestAlgorithm.Md5) =>
        new(user, organisation, Digest.Ha1(algorithm, user, realm, password), algorithm);
}
