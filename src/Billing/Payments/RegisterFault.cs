namespace Zhkh.Billing;

/// <summary>What is wrong with a register or with one of its rows; each has a sentence for people in the API.</summary>
public enum RegisterFault
{
    /// <summary>Not text: control characters, another kind of file.</summary>
    NotText,

    /// <summary>Text, but in none of the encodings served, or in several equally well.</summary>
    EncodingUnknown,

    /// <summary>Bytes that the named encoding does not have.</summary>
    EncodingInvalid,
    TooManyRows,
    LineTooLong,
    QuoteNotClosed,

    /// <summary>The header lacks a column that is needed; the value names it.</summary>
    MissingColumn,
    NoRows,
    NoFooter,
    FooterUnreadable,
    RowsAfterFooter,
    FooterRowsDiffer,
    FooterAmountDiffers,
    FooterFeeDiffers,

    /// <summary>Fewer columns than the profile needs, or quotes in the middle of a field.</summary>
    BadColumns,
    BadDate,
    FutureDay,
    BadAmount,
    NotPositive,
    NoOperation,
    OperationTooLong,
    NoAccount,
    UnknownAccount,
    RepeatedInFile,

    /// <summary>The operation came in another register, or the same one, and is a payment already.</summary>
    RepeatedBefore,
}
