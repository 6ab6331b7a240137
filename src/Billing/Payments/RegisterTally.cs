using System.Globalization;

namespace Zhkh.Billing;

/// <summary>Adds up a register while it is read, and judges it against the bank's own totals. Pure.</summary>
internal sealed class RegisterTally
{
    private readonly List<RegisterError> _errors = [];
    private int _rejections;

    public int Rows { get; private set; }

    public int LastLine { get; private set; }

    public long AmountMinor { get; private set; }

    public long FeeMinor { get; private set; }

    public int Known { get; private set; }

    public int Unidentified { get; private set; }

    public int Repeated { get; private set; }

    public int Bad { get; private set; }

    public bool IsRejected => _rejections > 0;

    public bool FooterMatches { get; private set; }

    /// <summary>What rejects the file first, then the first bad rows.</summary>
    public IReadOnlyList<RegisterError> Errors => _errors;

    public void Add(RegisterRecord record, RegisterRowState state, RegisterFault? reason)
    {
        Rows++;
        LastLine = record.Line;
        AmountMinor = checked(AmountMinor + (record.AmountMinor ?? 0));
        FeeMinor = checked(FeeMinor + (record.FeeMinor ?? 0));
        _ = state switch
        {
            RegisterRowState.Ready or RegisterRowState.Posted or RegisterRowState.Reversed => Known++,
            RegisterRowState.Unidentified => Unidentified++,
            RegisterRowState.Repeated => Repeated++,
            RegisterRowState.Bad => Bad++,
        };
        if (state == RegisterRowState.Bad && reason is { } fault && _errors.Count < RegisterLimits.ErrorsMax)
        {
            _errors.Add(new RegisterError(record.Line, fault));
        }
    }

    public void Reject(RegisterError error)
    {
        _errors.Insert(_rejections++, error);
    }

    /// <summary>After the last row.</summary>
    public void Close(RegisterReader reader)
    {
        if (IsRejected)
        {
            return;
        }

        if (reader.Fault is { } fault)
        {
            Reject(fault);
        }

        if (reader.Footer is { } footer)
        {
            FooterMatches = !Differs(footer, RegisterFault.FooterRowsDiffer, footer.Rows, Rows)
                & !Differs(footer, RegisterFault.FooterAmountDiffers, footer.AmountMinor, AmountMinor)
                & !Differs(footer, RegisterFault.FooterFeeDiffers, footer.FeeMinor, FeeMinor);
        }
    }

    private bool Differs(RegisterFooter footer, RegisterFault fault, long? said, long found)
    {
        if (said is null || said == found)
        {
            return false;
        }

        Reject(new RegisterError(footer.Line, fault, string.Create(CultureInfo.InvariantCulture, $"{said} ≠ {found}")));
        return true;
    }
}
