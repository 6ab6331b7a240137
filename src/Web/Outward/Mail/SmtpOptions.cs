using System.ComponentModel.DataAnnotations;

namespace Zhkh.Web.Outward;

/// <summary>How the talk with the mail server is kept from other ears.</summary>
internal enum SmtpSecurity
{
    /// <summary>STARTTLS or nothing is sent (RFC 3207).</summary>
    StartTls,

    /// <summary>TLS from the first octet, as on port 465 (RFC 8314).</summary>
    Tls,

    /// <summary>In the clear; only for a server on this machine.</summary>
    None,
}

/// <summary>The mail server that takes our letters (RFC 6409 submission).</summary>
internal sealed class SmtpOptions
{
    /// <summary>Name or address; empty = letters wait (in the demo: are shown only).</summary>
    public string Host { get; set; } = "";

    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>Empty = without AUTH.</summary>
    public string User { get; set; } = "";

    /// <summary>File with the password; read at every letter, so it can be changed without a restart.</summary>
    public string PasswordFile { get; set; } = "";

    /// <summary>Who writes: <c>Диспетчерская &lt;ads@example.org&gt;</c> or the bare address.</summary>
    public string From { get; set; } = "";

    /// <summary>PEM file of a certificate authority of one's own; empty = those of the system.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>How we introduce ourselves, and the right side of message ids.</summary>
    [Required]
    public string HelloName { get; set; } = "localhost.localdomain";

    /// <summary>TCP and TLS.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Greeting and each answer; shorter than RFC 5321 §4.5.3.2, or a hung server would hold a whole lane.
    /// </summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The answer to the end of the data: the server may look through the letter meanwhile.</summary>
    public TimeSpan DataTimeout { get; set; } = TimeSpan.FromSeconds(60);
}
