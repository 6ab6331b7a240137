using System.Text.RegularExpressions;

namespace Zhkh.Pbx.Ivr;

/// <summary>Whether a number can be one that people call.</summary>
public static partial class NumberCheck
{
    public const int NumbersMax = 200;

    /// <summary>The first fault, or null when there is none.</summary>
    /// <param name="isReserved">Numbers kept for telephones.</param>
    /// <param name="knowsMenu">Whether the organisation has a menu of this code.</param>
    public static MenuFault? Of(PublicNumber number, Func<string, bool> isReserved, Func<string, bool> knowsMenu) =>
        !Shape().IsMatch(number.Number) ? new MenuFault(MenuFaultKind.NumberShape, number.Number)
        : isReserved(number.Number) ? new MenuFault(MenuFaultKind.NumberReserved, number.Number)
        : number.Purpose == NumberPurpose.Resident && !knowsMenu(number.Menu)
            ? new MenuFault(MenuFaultKind.MenuUnknown, number.Menu)
        : null;

    /// <summary>Short, or E.164 with the plus (ITU-T E.164: at most 15 digits).</summary>
    [GeneratedRegex(@"^(\+[1-9][0-9]{9,14}|[0-9]{2,6})$")]
    private static partial Regex Shape();
}
