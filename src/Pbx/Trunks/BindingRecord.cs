namespace Zhkh.Pbx.Trunks;

/// <summary>A binding as it is stored: text and numbers, the flow by its addresses.</summary>
public sealed record BindingRecord(
    string Contact, string Transport, string Remote, string[] Path, DateTimeOffset Expires, string CallId, uint CSeq,
    string? UserAgent = null, DateTimeOffset? Since = null);
