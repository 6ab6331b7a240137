namespace Zhkh.Pbx.Sdp;

/// <summary>Why a description cannot be agreed with; a UAS answers 488.</summary>
public enum MediaRefusal
{
    /// <summary>It can.</summary>
    None,

    /// <summary>No audio section that is not refused by its own author.</summary>
    NoAudio,

    /// <summary>A profile we do not speak (SAVP, SAVPF, T.38 …).</summary>
    Profile,

    /// <summary>Neither PCMA nor PCMU.</summary>
    Codec,

    /// <summary>No address, one that is none, or one of another family than ours.</summary>
    Address,

    /// <summary>Multicast, broadcast or an address of our own: media there would hit others or come back.</summary>
    ForbiddenAddress,

    /// <summary>An answer that does not fit its offer: other sections, a codec that was not offered.</summary>
    Mismatch,
}
