namespace Zhkh.Pbx.Ivr;

/// <summary>What can be counted aloud. The fragments are <c>unit/{key}.one|few|many|fraction</c>.</summary>
public enum Unit
{
    Ruble,
    Hryvnia,
    Kopeck,
    Hour,
    Minute,
    Second,
    Day,
    CubicMetre,
    KilowattHour,
    Gigacalorie,
    Litre,
    Ticket,
    Call,
    Account,
    Meter,
    Reading,
    Outage,
    Thousand,
    Million,
    Billion,
}
