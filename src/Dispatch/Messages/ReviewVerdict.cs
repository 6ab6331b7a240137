namespace Zhkh.Dispatch;

/// <summary>The answer to "I have listened to it".</summary>
public enum ReviewVerdict
{
    Done,

    /// <summary>Nobody has played it yet.</summary>
    NotHeard,

    /// <summary>A colleague was quicker.</summary>
    AlreadyDone,
    Unknown,
}
