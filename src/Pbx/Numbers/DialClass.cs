namespace Zhkh.Pbx.Numbers;

/// <summary>
/// How far a phone may call; each class holds those before it. Premium and other paid numbers belong to none:
/// <see cref="DialRules"/> forbids them to everybody.
/// </summary>
public enum DialClass
{
    /// <summary>Phones of ours and the public numbers, nobody outside.</summary>
    Internal,

    /// <summary>Fixed lines of the organisation's own town.</summary>
    Town,

    /// <summary>Mobile phones of the organisation's country.</summary>
    Mobile,

    /// <summary>All numbers of the organisation's country.</summary>
    Country,

    /// <summary>Whatever the rules of the exchange allow.</summary>
    Abroad,
}

/// <summary>Which class a number belongs to.</summary>
public static class DialClasses
{
    private const string Russia = "7";
    private const string Ukraine = "380";

    // Mobile networks with the country's digits, by the numbering plans of both countries.
    private static readonly string[] MobileCodes =
    [
        "79", "38039", "38050", "38063", "38066", "38067", "38068", "38073", "38077", "38091", "38092", "38093",
        "38094", "38095", "38096", "38097", "38098", "38099",
    ];

    /// <param name="home">
    /// The digits a fixed line of the organisation's town begins with (78462); empty: both countries are home, no town
    /// is.
    /// </param>
    public static DialClass Of(PhoneNumber number, string home)
    {
        var digits = number.Digits.ToString();
        var country = home.StartsWith(Ukraine, StringComparison.Ordinal) ? Ukraine
            : home.StartsWith(Russia, StringComparison.Ordinal) ? Russia : "";
        var isHome = country.Length == 0
            ? Begins(Russia) || Begins(Ukraine)
            : Begins(country);
        return !isHome ? DialClass.Abroad
            : Array.Exists(MobileCodes, Begins) ? DialClass.Mobile
            : home.Length > country.Length && Begins(home) ? DialClass.Town
            : DialClass.Country;

        bool Begins(string with) => digits.StartsWith(with, StringComparison.Ordinal);
    }
}
