namespace Zhkh.Pbx.Calls;

/// <summary>What a probe found; each has a sentence in the languages of the screens.</summary>
public enum TrunkFinding
{
    /// <summary>The name of the server leads nowhere.</summary>
    UnknownHost,

    /// <summary>Nobody answers there.</summary>
    Silent,

    /// <summary>401 or 407 again and again.</summary>
    WrongLogin,
    Forbidden,
    UnknownUser,
    NoCodec,
    OperatorDown,

    /// <summary>Refused with a status that hints at nothing.</summary>
    Refused,

    /// <summary>The password was sealed on another machine.</summary>
    SecretForeign,

    /// <summary>Nobody takes a TCP or TLS connection there.</summary>
    Unreachable,

    /// <summary>The certificate is of another name.</summary>
    CertificateName,

    /// <summary>Nobody whom we believe vouches for the certificate.</summary>
    CertificateUntrusted,
    NoTls,

    /// <summary>Empty lines are not answered over TCP or TLS.</summary>
    NoPong,

    /// <summary>The operator closed the connection.</summary>
    Lost,

    /// <summary>The line breaks again and again.</summary>
    Flaps,
    Registered,

    /// <summary>The server of a line by address answers.</summary>
    Answers,

    /// <summary>The operator sees us at another address than the one we name.</summary>
    BehindNat,

    /// <summary>Registered, and no call ever came.</summary>
    NoCallsYet,

    /// <summary>The trial call was answered and both sides were heard.</summary>
    Heard,

    /// <summary>The trial call was answered and no sound came.</summary>
    OneWayAudio,

    /// <summary>The echo number gave our own sound back.</summary>
    Echo,

    /// <summary>The echo number was answered and gives something else back than what we said.</summary>
    NoEcho,

    /// <summary>A key came back from the echo number in the form the line is set to.</summary>
    KeysHeard,

    /// <summary>The sound came back, a key did not.</summary>
    KeysNotHeard,

    /// <summary>The number called is busy or does not answer: the line itself works.</summary>
    NobodyAnswered,

    /// <summary>404 or the like to the trial call: the number, or the way it is written.</summary>
    WrongNumber,
}

/// <summary>One message on the wire.</summary>
/// <param name="AtMs">Since the beginning of the probe.</param>
/// <param name="Line">Its first line.</param>
public sealed record LadderStep(int AtMs, bool IsOut, string Peer, string Line);

/// <summary>What a probe did and found.</summary>
/// <param name="Status">The last final answer; 0 when there was none.</param>
public sealed record TrunkProbeReport(
    bool IsWell, int Status, string? SeenAs, IReadOnlyList<LadderStep> Ladder, IReadOnlyList<TrunkFinding> Findings);
