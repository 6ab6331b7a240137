using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>What a number is for.</summary>
public enum NumberPurpose
{
    /// <summary>The menu of its organisation.</summary>
    Resident,

    /// <summary>Straight to the emergency line; no menu, no mode, at any hour.</summary>
    Emergency,
}

/// <summary>A number that can be dialled: a short one, or a DID as the trunk's rule finds it.</summary>
/// <param name="Number">Short, or E.164 with the plus.</param>
/// <param name="Menu">Code of the menu; of no meaning for the emergency number.</param>
/// <param name="Language">Spoken until the caller or the account says otherwise; null: the organisation's.</param>
public sealed record PublicNumber(
    string Number, string Organisation, string Menu, NumberPurpose Purpose, Language? Language = null);
