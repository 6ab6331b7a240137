namespace Zhkh.Billing;

/// <summary>What became of a request. The receipt is there when something is written, now or before.</summary>
public sealed record PostingOutcome(PostingVerdict Verdict, PostingReceipt? Receipt);

/// <summary>Refusals are answers, not exceptions.</summary>
public enum PostingVerdict
{
    /// <summary>Written now.</summary>
    Posted,

    /// <summary>The same request under the same key was written before; the receipt is the same.</summary>
    Repeated,

    /// <summary>The key was used for another request.</summary>
    KeyReused,

    /// <summary>Fewer than two lines, a zero line, a sum other than zero, or an overflow.</summary>
    Unbalanced,

    /// <summary>A line in another currency than the organisation's.</summary>
    WrongCurrency,

    /// <summary>The effective day has not come yet.</summary>
    FutureDay,

    /// <summary>No such organisation, account, or posting to reverse.</summary>
    Unknown,

    /// <summary>The posting was reversed before; the receipt is that reversal's.</summary>
    AlreadyReversed,

    /// <summary>A reversal is not reversed; the original is posted anew.</summary>
    NotReversible,
}

/// <summary>Proof of a posting; the same bytes however often it is asked for.</summary>
public sealed record PostingReceipt(Guid Id, DateOnly EffectiveOn, DateTimeOffset PostedAt, Guid? Reverses);
