namespace Zhkh.Billing;

/// <summary>How large a register may be; what is larger is refused by name, not by running out of memory.</summary>
public static class RegisterLimits
{
    /// <summary>64 MB.</summary>
    public const long BytesMax = 64L * 1024 * 1024;

    public const int RowsMax = 1_000_000;

    /// <summary>Characters of one row; the widest bank row known has about 400.</summary>
    public const int LineCharactersMax = 16_384;

    public const int OperationCharactersMax = 100;

    public const int AccountCharactersMax = 40;

    public const int TextCharactersMax = 300;

    /// <summary>Errors kept with the register; the rows keep theirs all.</summary>
    public const int ErrorsMax = 100;

    /// <summary>One payment, minor units: ten thousand million roubles is a mistake.</summary>
    public const long AmountMax = 1_000_000_000_000;
}
