using System.Collections.Concurrent;
using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Calls of our phones whose far end rings, by the Call-ID of the phone's leg: a REFER may name one that is not
/// answered yet. Bounded by the calls themselves.
/// </summary>
internal sealed class RingingCalls
{
    private readonly ConcurrentDictionary<string, ThroughCall> _calls = new(StringComparer.Ordinal);

    public void Add(ThroughCall call) => _calls[call.Dialog.CallId] = call;

    public void Remove(ThroughCall call) => _calls.TryRemove(KeyValuePair.Create(call.Dialog.CallId, call));

    public ThroughCall? Find(Dialog dialog) =>
        _calls.TryGetValue(dialog.CallId, out var call) && ReferenceEquals(call.Dialog, dialog) ? call : null;
}

/// <summary>What rings for one call and is given to another conversation.</summary>
/// <param name="To">The extension or number that rings.</param>
/// <param name="Lease">The dial plan's leave for an outside number; the conversation gives it back.</param>
internal sealed record GivenRing(IRing Ring, string To, DialLease? Lease);
