using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>Names of units in prompt ids.</summary>
internal static class UnitKeys
{
    public static string Of(Unit unit) => unit switch
    {
        Unit.Ruble => "ruble",
        Unit.Hryvnia => "hryvnia",
        Unit.Kopeck => "kopeck",
        Unit.Hour => "hour",
        Unit.Minute => "minute",
        Unit.Second => "second",
        Unit.Day => "day",
        Unit.CubicMetre => "m3",
        Unit.KilowattHour => "kwh",
        Unit.Gigacalorie => "gcal",
        Unit.Litre => "litre",
        Unit.Ticket => "ticket",
        Unit.Call => "call",
        Unit.Account => "account",
        Unit.Meter => "meter",
        Unit.Reading => "reading",
        Unit.Outage => "outage",
        Unit.Thousand => "thousand",
        Unit.Million => "million",
        Unit.Billion => "billion",
    };

    public static Prompt Fragment(Unit unit, PluralForm form) => new($"unit/{Of(unit)}.{Declension.Suffix(form)}");

    public static Prompt Accusative(Unit unit) => new($"unit/{Of(unit)}.acc");
}
