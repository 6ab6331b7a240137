namespace Zhkh.Web.Outward;

/// <summary>The talk with the mail server came to nothing; the message says at which word and why.</summary>
internal sealed class SmtpTroubleException(string message, Exception? inner = null) : IOException(message, inner);
