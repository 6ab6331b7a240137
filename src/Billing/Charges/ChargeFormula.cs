using System.Globalization;

namespace Zhkh.Billing;

/// <summary>
/// A charge as a line a person can check: <c>7,000 м³ × 30,85 ₽ = 215,95 ₽</c>; where the quantity itself was
/// computed, that comes first. Pure.
/// </summary>
internal sealed class ChargeFormula(string language, string currency)
{
    private readonly NumberFormatInfo _numbers = new() { NumberDecimalSeparator = language == "en" ? "." : "," };

    public string Of(Charge charge)
    {
        var quantity = charge.Credited == 0
            ? $"{Quantity(charge.Quantity)} {Unit(charge.Unit)}"
            : $"({Quantity(charge.Consumed)} − {Quantity(charge.Credited)}) {Unit(charge.Unit)}";
        var factor = charge.Coefficient == 1 ? "" : $" × {Plain(charge.Coefficient)}";
        return $"{Origin(charge)}{quantity} × {Money(charge.Price)}{factor} = {Money(charge.AmountMinor / 100m)}";
    }

    /// <summary>Where a computed quantity comes from; nothing when it was read or counted as it stands.</summary>
    private string Origin(Charge charge)
    {
        var parts = new List<string>();
        if (charge.People is { } people && (charge.Norm is not null || charge.Days < charge.MonthDays))
        {
            parts.Add($"{people} {Unit("person")}");
        }

        if (charge.Area is { } area && (charge.Norm is not null || charge.Days < charge.MonthDays))
        {
            parts.Add($"{Plain(area)} {Unit("m2")}");
        }

        if (parts.Count > 0 && charge.Norm is { } norm)
        {
            parts.Add($"{Plain(norm)} {Unit(charge.Unit)}");
        }

        if (charge.Days < charge.MonthDays && (parts.Count > 0 || charge.Method == ChargeMethod.Fixed))
        {
            parts.Add($"{charge.Days}/{charge.MonthDays}");
        }

        var whole = (charge.People ?? charge.Area ?? 1) * (charge.Norm ?? 1) * charge.Days / charge.MonthDays;
        var holds = Rounding.Quantity(whole) == charge.Consumed;
        return parts.Count > 1 && holds
            ? $"{string.Join(" × ", parts)} = {Quantity(charge.Consumed)} {Unit(charge.Unit)}; "
            : "";
    }

    private string Quantity(decimal value) => value.ToString("0.000###", _numbers);

    private string Plain(decimal value) => value.ToString("0.######", _numbers);

    private string Money(decimal major) => $"{major.ToString("0.00####", _numbers)} {Sign}";

    private string Sign => currency switch
    {
        "RUB" => "₽",
        "UAH" => "₴",
        _ => currency,
    };

    private string Unit(string unit) => (unit, language) switch
    {
        ("m3", "en") => "m³",
        ("m3", _) => "м³",
        ("m2", "en") => "m²",
        ("m2", _) => "м²",
        ("kWh", "ru") => "кВт·ч",
        ("kWh", "uk") => "кВт·год",
        ("Gcal", "ru" or "uk") => "Гкал",
        ("person", "ru") => "чел.",
        ("person", "uk") => "ос.",
        ("person", _) => "pers.",
        ("account", "ru") => "л. с.",
        ("account", "uk") => "о. р.",
        _ => unit,
    };
}
