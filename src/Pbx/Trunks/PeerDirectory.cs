using System.Collections.Frozen;
using System.Net;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Trunks;

/// <summary>
/// Trunk peers and extensions as a snapshot in memory; whoever loads them replaces it whole, so a reader never sees
/// half a change.
/// </summary>
public sealed class PeerDirectory : IPeerDirectory
{
    private volatile Snapshot _snapshot;

    /// <param name="isReserved">
    /// Numbers kept for phones, in use or not; callers of such names are challenged like real ones.
    /// </param>
    public PeerDirectory(AddressList trunks, IEnumerable<Extension> extensions, Func<string, bool>? isReserved = null)
    {
        _isReserved = isReserved ?? (_ => false);
        _snapshot = new Snapshot(trunks, extensions.ToFrozenDictionary(e => e.User, StringComparer.Ordinal));
    }

    private readonly Func<string, bool> _isReserved;

    /// <summary>Takes over what the database says now.</summary>
    public void Replace(AddressList trunks, IEnumerable<Extension> extensions) =>
        _snapshot = new Snapshot(trunks, extensions.ToFrozenDictionary(e => e.User, StringComparer.Ordinal));

    /// <summary>The operators' lines, whose servers and peers are trunks too.</summary>
    public TrunkBoard? Board { get; init; }

    public bool IsTrunk(IPAddress source) => _snapshot.Trunks.Contains(source) || Board?.Owns(source) == true;

    public TrunkCall? TrunkCallOf(SipRequest request, Flow flow) =>
        Board?.Read(request, flow) ?? TrunkRules.Read(request, TrunkRules.Unnamed, _ => false);

    public ExtensionCredentials? Extension(string user) =>
        Find(user) is { Enabled: true } known ? new ExtensionCredentials(known.User, known.Ha1, known.Algorithm) : null;

    public bool NamesExtension(string user) => _snapshot.Extensions.ContainsKey(user) || _isReserved(user);

    /// <summary>The extension itself, disabled ones included.</summary>
    public Extension? Find(string user) => _snapshot.Extensions.GetValueOrDefault(user);

    /// <summary>All extensions, in the order of their numbers.</summary>
    public IReadOnlyList<Extension> All() =>
        [.. _snapshot.Extensions.Values.OrderBy(e => e.User, StringComparer.Ordinal)];

    private sealed record Snapshot(AddressList Trunks, FrozenDictionary<string, Extension> Extensions);
}
