namespace Zhkh.Web.Tests.Outward;

/// <summary>How the scripted mail server misbehaves (RELIABILITY F8).</summary>
public enum MailMode
{
    Well,

    /// <summary>Nobody listens.</summary>
    Refuse,

    /// <summary>Takes the connection and never says a word.</summary>
    Hang,

    /// <summary>421 instead of a greeting.</summary>
    Busy,

    /// <summary>451 to every recipient.</summary>
    Later,

    /// <summary>Takes the letter and is gone before it says so.</summary>
    AckLost,

    /// <summary>Answers each command only after a while.</summary>
    Slow,

    /// <summary>Noise where TLS should begin.</summary>
    TlsBroken,

    /// <summary>Offers no STARTTLS at all.</summary>
    NoTls,
}
