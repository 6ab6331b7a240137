namespace Zhkh.Pbx.Sip;

/// <summary>What is needed to let a phone in: no password, only its hashes.</summary>
/// <param name="User">User part of the phone's address: 201.</param>
/// <param name="Ha1">H(user:realm:password) by <paramref name="Algorithm"/>, lower-case hexadecimal.</param>
/// <param name="Algorithm">What the phone is challenged with.</param>
public sealed record ExtensionCredentials(string User, string Ha1, DigestAlgorithm Algorithm = DigestAlgorithm.Md5);
