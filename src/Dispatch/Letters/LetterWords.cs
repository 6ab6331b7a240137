namespace Zhkh.Dispatch;

/// <summary>The phrases letters are made of, by the law of the organisation: Russian or Ukrainian.</summary>
internal sealed record LetterWords(
    string Number, string Address, string Nature, string Started, string Ended, string PlannedUntil, string Reason,
    string MeasuresTaken, string Responsible, string BeingClarified, bool IsUkrainian)
{
    private static readonly LetterWords Russian = new(
        "Номер", "Адрес", "Характер повреждения", "Начало", "Устранено", "Планируемый срок устранения",
        "Причина изменения срока", "Принятые меры", "Ответственный", "уточняется", false);

    private static readonly LetterWords Ukrainian = new(
        "Номер", "Адреса", "Характер пошкодження", "Початок", "Усунено", "Запланований строк усунення",
        "Причина зміни строку", "Вжиті заходи", "Відповідальний", "уточнюється", true);

    private static readonly Dictionary<string, (string Russian, string Ukrainian)> Categories =
        new(StringComparer.Ordinal)
        {
            ["gas"] = ("запах или утечка газа", "запах або витік газу"),
            ["fire"] = ("возгорание", "займання"),
            ["lift"] = ("неисправность лифта", "несправність ліфта"),
            ["waterLeak"] = ("повреждение водопровода", "пошкодження водопроводу"),
            ["hotWater"] = ("прекращение горячего водоснабжения", "припинення гарячого водопостачання"),
            ["coldWater"] = ("прекращение холодного водоснабжения", "припинення холодного водопостачання"),
            ["sewerBlockage"] = ("засор канализации", "засмічення каналізації"),
            ["chuteBlockage"] = ("засор мусоропровода", "засмічення сміттєпроводу"),
            ["heating"] = ("прекращение отопления", "припинення опалення"),
            ["electricity"] = ("прекращение электроснабжения", "припинення електропостачання"),
            ["roof"] = ("повреждение кровли", "пошкодження покрівлі"),
        };

    private static readonly Dictionary<Utility, (string Russian, string Ukrainian)> Utilities = new()
    {
        [Utility.ColdWater] = ("холодное водоснабжение", "холодне водопостачання"),
        [Utility.HotWater] = ("горячее водоснабжение", "гаряче водопостачання"),
        [Utility.Sewerage] = ("водоотведение", "водовідведення"),
        [Utility.Heating] = ("отопление", "опалення"),
        [Utility.Electricity] = ("электроснабжение", "електропостачання"),
        [Utility.Gas] = ("газоснабжение", "газопостачання"),
        [Utility.Lift] = ("лифт", "ліфт"),
    };

    private static readonly Dictionary<OutageCause, (string Russian, string Ukrainian)> Causes = new()
    {
        [OutageCause.Unknown] = ("причина выясняется", "причину з’ясовують"),
        [OutageCause.RiserAccident] = ("авария на стояке", "аварія на стояку"),
        [OutageCause.WaterMainAccident] = ("авария на водопроводе", "аварія на водопроводі"),
        [OutageCause.HeatMainAccident] = ("авария на теплотрассе", "аварія на теплотрасі"),
        [OutageCause.PowerAccident] = ("авария в электросети", "аварія в електромережі"),
        [OutageCause.GasAccident] = ("авария на газопроводе", "аварія на газопроводі"),
        [OutageCause.SewerBlockage] = ("засор канализации", "засмічення каналізації"),
        [OutageCause.EquipmentFault] = ("неисправность оборудования", "несправність обладнання"),
        [OutageCause.Supplier] = ("отключение у поставщика", "відключення у постачальника"),
        [OutageCause.PlannedRepair] = ("плановый ремонт", "плановий ремонт"),
        [OutageCause.Prevention] = ("профилактические работы", "профілактичні роботи"),
    };

    public static LetterWords Of(string jurisdiction) => jurisdiction == "UA" ? Ukrainian : Russian;

    public string Opening(LetterOccasion occasion) => (occasion, IsUkrainian) switch
    {
        (LetterOccasion.First, false) => "Сообщаем об аварии (п. 14 Правил, утв. ПП РФ от 15.05.2013 № 416).",
        (LetterOccasion.First, true) => "Повідомляємо про аварію.",
        (LetterOccasion.TermChanged, false) => "Сообщаем об изменении сведений об аварии.",
        (LetterOccasion.TermChanged, true) => "Повідомляємо про зміну відомостей про аварію.",
        (LetterOccasion.Closed, false) => "Сообщаем об окончании работ по аварии.",
        (LetterOccasion.Closed, true) => "Повідомляємо про завершення робіт щодо аварії.",
    };

    public string Title(LetterOccasion occasion, string number, IReadOnlyList<string> addresses)
    {
        var place = addresses switch
        {
            [] => "",
            [var only] => $", {only}",
            [var first, ..] => $", {first} (+{addresses.Count - 1})",
        };
        var what = (occasion, IsUkrainian) switch
        {
            (LetterOccasion.First, false) => $"Авария № {number}",
            (LetterOccasion.First, true) => $"Аварія № {number}",
            (LetterOccasion.TermChanged, false) => $"Изменён срок: авария № {number}",
            (LetterOccasion.TermChanged, true) => $"Змінено строк: аварія № {number}",
            (LetterOccasion.Closed, false) => $"Работы окончены: авария № {number}",
            (LetterOccasion.Closed, true) => $"Роботи завершено: аварія № {number}",
        };
        // A title is a header of the letter: whatever was typed must not become another header.
        return string.Concat((what + place).Select(c => char.IsControl(c) ? ' ' : c));
    }

    public string NatureOf(LetterMatter matter) => string.Join("; ", matter.Outages
        .Select(o => $"{string.Join(", ", o.Utilities.Select(u => Say(Utilities[u])))} — {Say(Causes[o.Cause])}")
        .Concat(matter.Ticket is { } ticket
            ? Categories.TryGetValue(ticket.Category, out var category)
                ? [$"{Say(category)}: {ticket.Text}"] : [ticket.Text]
            : Array.Empty<string>()));

    /// <summary>Null when nothing has been done that anybody wrote down.</summary>
    public string? Measures(LetterMatter matter) => matter.Ticket switch
    {
        { Status: TicketStatus.Done or TicketStatus.Closed } =>
            Say(("работы выполнены", "роботи виконано")),
        { Status: TicketStatus.Rejected } => Say(("заявка не подтвердилась", "заявка не підтвердилася")),
        { Status: TicketStatus.Localised } => Say(("повреждение локализовано", "пошкодження локалізовано")),
        { Crew: { Length: > 0 } crew } => $"{Say(("направлена бригада", "направлено бригаду"))} {crew}",
        _ => matter.Outages.Count > 0 && matter.Outages.All(o => o.ClosedAt is not null)
            ? Say(("подача восстановлена", "подачу відновлено")) : null,
    };

    private string Say((string Russian, string Ukrainian) words) => IsUkrainian ? words.Ukrainian : words.Russian;
}
