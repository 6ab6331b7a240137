using System.Collections.Immutable;

namespace Zhkh.Pbx.Calls;

/// <summary>Somebody in a conversation beside the resident, as screens see them.</summary>
/// <param name="Name">An extension or a number.</param>
/// <param name="IsOurs">True for a telephone of ours.</param>
public sealed record CallParty(string Name, PartyRole Role, bool IsOurs, DateTimeOffset Since)
{
    /// <summary>True while its microphone is off.</summary>
    public bool IsMuted { get; init; }

    internal static ImmutableArray<CallParty> Mute(ImmutableArray<CallParty> parties, string name, bool isMuted) =>
        [.. parties.Select(party => party.Name == name ? party with { IsMuted = isMuted } : party)];

    /// <summary>Adds a party, or gives one that is there another role.</summary>
    internal static ImmutableArray<CallParty> Add(
        ImmutableArray<CallParty> parties, string name, PartyRole role, bool isOurs, DateTimeOffset at)
    {
        var index = -1;
        for (var i = 0; i < parties.Length; i++)
        {
            index = parties[i].Name == name ? i : index;
        }

        return index >= 0
            ? parties.SetItem(index, parties[index] with { Role = role })
            : parties.Length < Bridge.SeatsMax ? parties.Add(new CallParty(name, role, isOurs, at)) : parties;
    }
}
