using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Trunks;

/// <summary>How a trunk is.</summary>
public enum TrunkCondition
{
    /// <summary>Switched off.</summary>
    Off,

    /// <summary>Looked for; nothing is known yet.</summary>
    Starting,
    Registered,

    /// <summary>By address: its requests are answered, or it was told not to ask.</summary>
    Ready,

    /// <summary>Refused, or nobody answers; tried again.</summary>
    Failing,
}

/// <summary>Why a trunk fails, as far as its answers tell: what to look at first.</summary>
public enum TrunkHint
{
    None,

    /// <summary>The name of the server leads nowhere.</summary>
    UnknownHost,

    /// <summary>No answer: another address or port, a firewall.</summary>
    Silent,

    /// <summary>401 again and again: the auth user or the password.</summary>
    WrongLogin,

    /// <summary>403: the account is closed, or may not do this.</summary>
    Forbidden,

    /// <summary>404: no such account or domain.</summary>
    UnknownUser,

    /// <summary>488: no codec in common.</summary>
    NoCodec,

    /// <summary>5xx: the operator's own trouble.</summary>
    OperatorDown,

    /// <summary>The password cannot be opened: it was sealed on another machine.</summary>
    SecretForeign,

    /// <summary>Nobody takes a TCP or TLS connection there.</summary>
    Unreachable,

    /// <summary>The TLS server proved to be another one than the one asked for.</summary>
    CertificateName,

    /// <summary>Nobody whom we believe vouches for the TLS server.</summary>
    CertificateUntrusted,

    /// <summary>No TLS is spoken there, or none of ours.</summary>
    NoTls,

    /// <summary>Empty lines are not answered: the server is gone, or does not know the habit.</summary>
    NoPong,

    /// <summary>The operator closed the connection.</summary>
    Lost,

    /// <summary>Anything else: the code says it.</summary>
    Refused,
}

/// <summary>A trunk at one moment. Immutable: whoever reads it sees one moment.</summary>
/// <param name="Status">The last final answer; 0 before any.</param>
/// <param name="Server">Who answered, or was asked last.</param>
/// <param name="SeenAs">Our address as the operator saw it (RFC 3581); null when it did not tell.</param>
/// <param name="Until">A registration is good until then, even while nobody renews it.</param>
/// <param name="NextTryAt">When it is tried again.</param>
public sealed record TrunkState(
    TrunkCondition Condition, DateTimeOffset Since, int Status = 0, TrunkHint Hint = TrunkHint.None,
    string? Server = null, string? SeenAs = null, DateTimeOffset? Until = null, DateTimeOffset? NextTryAt = null)
{
    /// <summary>So many breaks within ten minutes, and it flaps: somebody should look at it.</summary>
    public const int FlapsMin = 3;

    /// <summary>Times it broke within the last ten minutes while it worked.</summary>
    public int LostLately { get; init; }

    public bool IsFlapping => LostLately >= FlapsMin;

    /// <summary>What an answer, or the end of a connection, hints at.</summary>
    public static TrunkHint HintOf(int status, FlowFault fault = FlowFault.None) => fault switch
    {
        FlowFault.Unreachable => TrunkHint.Unreachable,
        FlowFault.CertificateName => TrunkHint.CertificateName,
        FlowFault.CertificateUntrusted => TrunkHint.CertificateUntrusted,
        FlowFault.NoTls => TrunkHint.NoTls,
        FlowFault.NoPong => TrunkHint.NoPong,
        FlowFault.Closed => TrunkHint.Lost,
        FlowFault.None => HintOf(status),
    };

    private static TrunkHint HintOf(int status) => status switch
    {
        0 => TrunkHint.UnknownHost,
        401 or 407 => TrunkHint.WrongLogin,
        403 => TrunkHint.Forbidden,
        404 or 604 => TrunkHint.UnknownUser,
        408 => TrunkHint.Silent,
        488 or 606 => TrunkHint.NoCodec,
        >= 500 and < 600 => TrunkHint.OperatorDown,
        _ => TrunkHint.Refused,
    };
}

/// <summary>A trunk and how it is, for screens and metrics.</summary>
/// <param name="InUse">Calls of it that are being set up or talk.</param>
/// <param name="LastCallAt">When it last brought a call; null = none since the start.</param>
public sealed record TrunkStatus(
    TrunkSettings Settings, TrunkState State, int InUse, DateTimeOffset? LastCallAt, bool IsUsable, bool HasSecret);
