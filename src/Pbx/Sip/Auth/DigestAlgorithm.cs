namespace Zhkh.Pbx.Sip;

/// <summary>
/// Hashes of RFC 8760 that we speak; MD5 stays the default because an offer of SHA-256 breaks several phones.
/// </summary>
public enum DigestAlgorithm
{
    Md5,
    Sha256,
}
