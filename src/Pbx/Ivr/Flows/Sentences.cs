using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>The recorded sentences that flows say (DOMAIN §6.1); parts after a slot carry a number.</summary>
internal static class Sentences
{
    private static readonly HashSet<string> s_ids = new(StringComparer.Ordinal);

    public static readonly Prompt Greeting = Listed("greet.open");
    public static readonly Prompt IsRecorded = Listed("greet.open.2");
    public static readonly Prompt EmergencyGreeting = Listed("em.open");

    public static readonly Prompt AccountsOnRecord = Listed("cid.match_many");
    public static readonly Prompt PressTheNumber = Listed("cid.match_many.2");
    public static readonly Prompt AccountEndsIn = Listed("cid.item");
    public static readonly Prompt Press = Listed("word/press");

    public static readonly Prompt AskAccount = Listed("acc.ask");
    public static readonly Prompt NoSuchAccount = Listed("acc.not_found");
    public static readonly Prompt AccountGivenUpAlone = Listed("acc.too_many.alone");
    public static readonly Prompt AccountGivenUp = Listed("acc.too_many");

    public static readonly Prompt MenuReadings = Listed("menu.main");
    public static readonly Prompt MenuBalance = Listed("menu.main.2");
    public static readonly Prompt MenuOperator = Listed("menu.main.7");
    public static readonly Prompt MenuLanguage = Listed("menu.language");

    public static readonly Prompt ItemReadings = Listed("menu.item.readings");
    public static readonly Prompt ItemBalance = Listed("menu.item.balance");
    public static readonly Prompt ItemPerson = Listed("menu.item.person");
    public static readonly Prompt ItemRussian = Listed("menu.item.russian");
    public static readonly Prompt ItemUkrainian = Listed("menu.item.ukrainian");
    public static readonly Prompt ItemEmergency = Listed("menu.item.emergency");
    public static readonly Prompt ItemVoicemail = Listed("menu.item.voicemail");
    public static readonly Prompt ReadingsOnly = Listed("mode.readings_only");
    public static readonly Prompt NobodyNow = Listed("mode.nobody");

    public static readonly Prompt DebtFor = Listed("bal.total_debt");
    public static readonly Prompt ToPay = Listed("bal.total_debt.2");
    public static readonly Prompt Overpaid = Listed("bal.overpay");
    public static readonly Prompt OverpaidThanks = Listed("bal.overpay.2");
    public static readonly Prompt NoDebt = Listed("bal.zero");
    public static readonly Prompt BalanceIsPrivate = Listed("bal.private");

    public static readonly Prompt NoMeters = Listed("rd.none");
    public static readonly Prompt AllReadingsTaken = Listed("rd.done");
    public static readonly Prompt YouHave = Listed("rd.choose");
    public static readonly Prompt MeterEndsIn = Listed("rd.choose_item");
    public static readonly Prompt WindowFrom = Listed("rd.window_closed");
    public static readonly Prompt WindowTo = Listed("rd.window_closed.2");
    public static readonly Prompt WindowIsClosed = Listed("rd.window_closed.3");
    public static readonly Prompt VerificationExpired = Listed("rd.verif_expired");
    public static readonly Prompt VerificationWarning = Listed("rd.verif_expired.2");
    public static readonly Prompt PreviousReading = Listed("rd.prev");
    public static readonly Prompt AskReading = Listed("rd.ask");
    public static readonly Prompt YouEntered = Listed("rd.confirm");
    public static readonly Prompt Consumption = Listed("rd.confirm.2");
    public static readonly Prompt RightOrAgain = Listed("rd.confirm.3");
    public static readonly Prompt LessThanBefore = Listed("rd.less");
    public static readonly Prompt TooManyDigits = Listed("rd.digits");
    public static readonly Prompt FarTooHigh = Listed("rd.high");
    public static readonly Prompt ReadingTaken = Listed("rd.ok");
    public static readonly Prompt AnotherMeter = Listed("rd.ok.2");
    public static readonly Prompt ReadingRefused = Listed("rd.refused");

    public static readonly Prompt OutageAtYours = Listed("out.your_house");
    public static readonly Prompt OutageUntil = Listed("out.your_house.2");
    public static readonly Prompt OutageUntilUnknown = Listed("out.unknown_eta");
    public static readonly Prompt OutagePlanned = Listed("out.planned");
    public static readonly Prompt OutagePlannedFrom = Listed("out.planned.2");
    public static readonly Prompt OutagePlannedTo = Listed("out.planned.3");
    public static readonly Prompt OutageCallMe = Listed("out.callme");
    public static readonly Prompt OutageWishTaken = Listed("out.callme.ok");
    public static readonly Prompt OutageEmergency = Listed("out.emergency");

    public static readonly Prompt Again = Listed("err.again");
    public static readonly Prompt NoData = Listed("err.no_data");
    public static readonly Prompt Transfer = Listed("transfer");
    public static readonly Prompt CallbackBy = Listed("cb.taken");
    public static readonly Prompt CallbackGoodbye = Listed("cb.taken.2");
    public static readonly Prompt CallbackSoon = Listed("cb.soon");
    public static readonly Prompt CallAgainLater = Listed("q.later");
    public static readonly Prompt NextInLine = Listed("q.next");
    public static readonly Prompt StayInLine = Listed("q.wait");
    public static readonly Prompt PlaceInLine = Listed("q.pos");
    public static readonly Prompt WaitIsAbout = Listed("q.pos.2");
    public static readonly Prompt RatherCallback = Listed("q.callback");
    public static readonly Prompt RatherMessage = Listed("q.callback.2");
    public static readonly Prompt OnlyMessage = Listed("q.message");
    public static readonly Prompt EmergencyKey = Listed("q.emergency");
    public static readonly Prompt AskMessage = Listed("vm.ask");
    public static readonly Prompt MessageTaken = Listed("vm.taken");
    public static readonly Prompt MessageTooShort = Listed("vm.short");
    public static readonly Prompt Goodbye = Listed("bye");

    private static readonly Dictionary<string, Prompt> s_services = new(StringComparer.Ordinal)
    {
        ["ColdWater"] = Listed("word/service.cold_water"),
        ["HotWater"] = Listed("word/service.hot_water"),
        ["Electricity"] = Listed("word/service.electricity"),
        ["Gas"] = Listed("word/service.gas"),
        ["Heating"] = Listed("word/service.heating"),
        ["Drainage"] = Listed("word/service.drainage"),
        ["Sewerage"] = Listed("word/service.drainage"),
        ["Maintenance"] = Listed("word/service.maintenance"),
        ["Waste"] = Listed("word/service.waste"),
        ["Lift"] = Listed("word/service.lift"),
    };

    private static readonly Dictionary<string, Prompt> s_reasons = new(StringComparer.Ordinal)
    {
        ["RiserAccident"] = Listed("out.reason.riser_accident"),
        ["WaterMainAccident"] = Listed("out.reason.water_main_accident"),
        ["HeatMainAccident"] = Listed("out.reason.heat_main_accident"),
        ["PowerAccident"] = Listed("out.reason.power_accident"),
        ["GasAccident"] = Listed("out.reason.gas_accident"),
        ["SewerBlockage"] = Listed("out.reason.sewer_blockage"),
        ["EquipmentFault"] = Listed("out.reason.equipment_fault"),
        ["Supplier"] = Listed("out.reason.supplier"),
        ["PlannedRepair"] = Listed("out.reason.planned_repair"),
        ["Prevention"] = Listed("out.reason.prevention"),
        ["Unknown"] = Listed("out.reason.unknown"),
    };

    /// <summary>The organisation's name after «Вы позвонили в» / «Ви зателефонували до».</summary>
    public static Prompt OrganisationCalled(string code) => new($"org/{code}.to");

    /// <summary>A service by its name in the domain (DOMAIN §9); null when there is no recording of it.</summary>
    public static Prompt? Service(string service) =>
        s_services.TryGetValue(service, out var prompt) ? prompt : null;

    /// <summary>Why something is off; null when there is no recording of it.</summary>
    public static Prompt? OutageReason(string cause) =>
        s_reasons.TryGetValue(cause, out var prompt) ? prompt : null;

    /// <summary>Every id above, for those who check that it is recorded.</summary>
    public static IReadOnlyCollection<string> Ids => s_ids;

    private static Prompt Listed(string id)
    {
        s_ids.Add(id);
        return new Prompt(id);
    }
}
