namespace Zhkh.Billing;

/// <summary>How a bank writes its file: a row of billing.register_profiles.</summary>
/// <param name="Version">Grows when the row is changed: a file is then another question.</param>
/// <param name="Bank">Whose operation numbers these are; profiles of one bank share it.</param>
/// <param name="Encoding">auto, utf-8, windows-1251, cp866 or koi8-r.</param>
/// <param name="Separator">Null = the one of ; , tab and | that the first line holds most of.</param>
/// <param name="Quoted">Fields may be quoted (RFC 4180); without it a quotation mark is a character.</param>
/// <param name="SkipPattern">Lines before the rows that are no rows.</param>
/// <param name="FooterPattern">The line of control totals; null = the bank writes none.</param>
/// <param name="Columns">Field → header names, or one position from 1.</param>
/// <param name="DecimalMark">Null = either.</param>
/// <param name="Sign">−1 where the bank writes payments as negative amounts.</param>
public sealed record RegisterProfile(
    string? Organisation, string Code, int Version, string Bank, string NameRu, string NameUk, string Encoding,
    char? Separator, bool Quoted, string? SkipPattern, bool HasHeader, string? FooterPattern,
    IReadOnlyDictionary<string, string[]> Columns, IReadOnlyDictionary<string, string[]> FooterColumns,
    string[] DateFormats, string[] TimeFormats, char? DecimalMark, int Sign);
