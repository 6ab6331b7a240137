namespace Zhkh.Pbx.Sip;

/// <summary>Why a connection is no more, or never was.</summary>
public enum FlowFault
{
    None,

    /// <summary>Nobody takes a connection there: refused, or no way.</summary>
    Unreachable,

    /// <summary>The certificate is of another name than the one asked for (RFC 5922 §7).</summary>
    CertificateName,

    /// <summary>Nobody whom we believe vouches for the certificate, or it is out of date.</summary>
    CertificateUntrusted,

    /// <summary>No TLS of ours is spoken there.</summary>
    NoTls,

    /// <summary>A ping was not answered in time (RFC 5626 §4.4.1).</summary>
    NoPong,

    /// <summary>The peer closed it, or it broke.</summary>
    Closed,
}
