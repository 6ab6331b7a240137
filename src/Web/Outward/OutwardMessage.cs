namespace Zhkh.Web.Outward;

/// <summary>How a message leaves the house.</summary>
internal enum OutwardChannel
{
    Sms,
    Letter,
}

/// <summary>A message for one recipient outside: an intent row; the sender acts on it with its own retries.</summary>
/// <param name="Key">Names the logical message: queueing the same key again changes nothing.</param>
/// <param name="Recipient">E.164 phone, or mail address.</param>
/// <param name="Title">Subject of a letter; null for an SMS.</param>
/// <param name="Subject">What it is about and who is told of its fate: <c>letter:{id}</c>, <c>order:{id}</c>.</param>
/// <param name="IsUrgent">Goes before the others.</param>
internal sealed record OutwardMessage(
    string Key, string Organisation, OutwardChannel Channel, string Recipient, string? Title, string Text,
    string Subject, bool IsUrgent = false);
