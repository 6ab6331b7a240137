using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Sip;

/// <summary>Call-ID → conversation.</summary>
internal sealed class ConversationTable(int conversationsMax, ILogger log)
{
    private readonly ConcurrentDictionary<string, Conversation> _conversations = new(StringComparer.Ordinal);

    public int Count => _conversations.Count;

    public Conversation? Find(string callId) => _conversations.GetValueOrDefault(callId);

    /// <summary>
    /// The conversation of a new call, held once. Null when there is no room, or when the Call-ID is in use: two calls
    /// of one Call-ID are a loop or a merged request (RFC 3261 §8.2.2.2).
    /// </summary>
    /// <param name="mailbox">The mailbox of the conversation that this leg joins; null for a new one.</param>
    public Conversation? TryOpen(string callId, Mailbox? mailbox = null)
    {
        if (_conversations.Count >= conversationsMax)
        {
            return null;
        }

        Conversation? conversation = null;
        mailbox ??= new Mailbox(fault =>
        {
            SipMetrics.Faults.Add(1);
            SipLog.ConversationFault(log, fault, LogText.Of(callId));
            conversation?.End();
        });
        conversation = new Conversation(callId, mailbox);
        conversation.Hold();
        return _conversations.TryAdd(callId, conversation) ? conversation : null;
    }

    public void Release(Conversation conversation, Dialog? dialog = null)
    {
        if (conversation.Release(dialog))
        {
            _conversations.TryRemove(KeyValuePair.Create(conversation.CallId, conversation));
        }
    }
}
