using Zhkh.Billing;

namespace Zhkh.Web.Api;

/// <summary>A service as a sentence of the API names it.</summary>
internal static class ServiceName
{
    public static string Of(Service service, string language) => (service, language) switch
    {
        (Service.ColdWater, "ru") => "холодная вода",
        (Service.ColdWater, "uk") => "холодна вода",
        (Service.HotWater, "ru") => "горячая вода",
        (Service.HotWater, "uk") => "гаряча вода",
        (Service.Sewerage, "ru") => "водоотведение",
        (Service.Sewerage, "uk") => "водовідведення",
        (Service.Heating, "ru") => "отопление",
        (Service.Heating, "uk") => "опалення",
        (Service.Electricity, "ru") => "электроэнергия",
        (Service.Electricity, "uk") => "електроенергія",
        (Service.Gas, "ru" or "uk") => "газ",
        (Service.Waste, "ru") => "вывоз отходов",
        (Service.Waste, "uk") => "вивезення відходів",
        (Service.Maintenance, "ru") => "содержание жилья",
        (Service.Maintenance, "uk") => "утримання житла",
        (Service.ColdWaterForHot, "ru") => "холодная вода для ГВС",
        (Service.ColdWaterForHot, "uk") => "холодна вода для ГВП",
        (Service.Penalty, "ru") => "пени",
        (Service.Penalty, "uk") => "пеня",
        (Service.ColdWater, _) => "cold water",
        (Service.HotWater, _) => "hot water",
        (Service.ColdWaterForHot, _) => "cold water for hot",
        (Service.Penalty, _) => "late fee",
        _ => service.ToString().ToLowerInvariant(),
    };
}
