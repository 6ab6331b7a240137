using Zhkh.Pbx.Numbers;

namespace Zhkh.Pbx.Storage;

/// <summary>A telephone as the book keeps it, without its secret.</summary>
/// <param name="Organisation">Code; empty when it serves all of them.</param>
/// <param name="Label">What people call it: «Стойка 2».</param>
/// <param name="Mac">Twelve hexadecimal digits, lower case; null for a program on a computer.</param>
/// <param name="MinutesPerDay">Of calls out; null: as its organisation has it.</param>
public sealed record PhoneRow(
    string Extension, string Organisation, string Label, string? Mac, DialClass Reach, int? MinutesPerDay,
    bool Enabled, bool IsDemo);

/// <summary>What all phones of an organisation may at most.</summary>
/// <param name="Home">Beginning of a fixed line of its town, digits with the country's: 78462. Empty: not said.</param>
public sealed record CallRights(string Organisation, DialClass Reach, int? MinutesPerDay, string Home);

/// <summary>Whether a phone could be written down.</summary>
public enum PhoneWritten
{
    Done,
    NumberTaken,
    MacTaken,
    Unknown,
}
