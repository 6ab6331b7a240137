namespace Zhkh.Billing;

/// <summary>A file that lies on the disk, as somebody brought it.</summary>
/// <param name="Path">Ours, never theirs.</param>
/// <param name="FileName">Theirs: shown to people and used for nothing else.</param>
/// <param name="Encoding">Named by a person; null = as the profile says.</param>
public sealed record RegisterUpload(
    string Organisation, string Profile, string Path, string FileName, byte[] Sha256, string By,
    string? Encoding = null);

/// <summary>What became of an upload.</summary>
/// <param name="IsNew">False: this file came before, and this is what it was made into then.</param>
public sealed record RegisterReceipt(RegisterVerdict Verdict, Guid? Id, bool IsNew);

/// <summary>Refusals are answers.</summary>
public enum RegisterVerdict
{
    Taken,

    /// <summary>No such organisation or profile.</summary>
    Unknown,
}
