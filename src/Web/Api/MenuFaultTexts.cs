using System.Globalization;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Web.Api;

/// <summary>What is wrong with a schedule, a menu or a sound, in the language of the person who asked.</summary>
internal static class MenuFaultTexts
{
    private static readonly Dictionary<string, (string Ru, string Uk, string En)> s_words = new(StringComparer.Ordinal)
    {
        [nameof(DayOfWeek.Monday)] = ("понедельник", "понеділок", "Monday"),
        [nameof(DayOfWeek.Tuesday)] = ("вторник", "вівторок", "Tuesday"),
        [nameof(DayOfWeek.Wednesday)] = ("среда", "середа", "Wednesday"),
        [nameof(DayOfWeek.Thursday)] = ("четверг", "четвер", "Thursday"),
        [nameof(DayOfWeek.Friday)] = ("пятница", "п’ятниця", "Friday"),
        [nameof(DayOfWeek.Saturday)] = ("суббота", "субота", "Saturday"),
        [nameof(DayOfWeek.Sunday)] = ("воскресенье", "неділя", "Sunday"),
        [nameof(LineMode.Open)] = ("рабочее время", "робочий час", "working hours"),
        [nameof(LineMode.Closed)] = ("нерабочее время", "неробочий час", "outside working hours"),
        [nameof(LineMode.Holiday)] = ("праздник", "свято", "holiday"),
        [nameof(LineMode.Night)] = ("ночь", "ніч", "night"),
        [nameof(LineMode.ReadingsOnly)] = ("только показания", "лише показання", "readings only"),
        ["night"] = ("ночь", "ніч", "night"),
        ["specialDays"] = ("особые дни", "особливі дні", "special days"),
        ["monthDays"] = ("дни месяца", "дні місяця", "days of the month"),
        ["houses"] = ("дома", "будинки", "houses"),
        ["clips"] = ("записи", "записи", "sounds"),
        ["numbers"] = ("номера", "номери", "numbers"),
        ["announcements"] = ("объявления", "оголошення", "announcements"),
    };

    public static string Of(HttpContext context, MenuFault fault)
    {
        var language = ApiTexts.LanguageOf(context.Request);
        return string.Format(
            CultureInfo.InvariantCulture, Pick(language, Sentences(fault.Kind)),
            [.. fault.Values.Select(value => Word(language, value))]);
    }

    private static object Word(string language, object value) => value switch
    {
        DateOnly day => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture),
        _ when s_words.TryGetValue($"{value}", out var word) => Pick(language, word),
        _ => value,
    };

    private static string Pick(string language, (string Ru, string Uk, string En) said) =>
        language switch { "uk" => said.Uk, "en" => said.En, _ => said.Ru };

    private static (string Ru, string Uk, string En) Sentences(MenuFaultKind kind) =>
        kind < MenuFaultKind.MenuWithoutOpen ? OfHours(kind)
        : kind < MenuFaultKind.NumberShape ? OfMenu(kind)
        : kind < MenuFaultKind.SoundNotWav ? OfNumbers(kind)
        : OfSound(kind);

    private static (string Ru, string Uk, string En) OfHours(MenuFaultKind kind) => kind switch
    {
        MenuFaultKind.TimeZoneUnknown => ("Нет часового пояса «{0}»", "Немає часового поясу «{0}»",
            "There is no time zone {0}"),
        MenuFaultKind.WeekdayMissing => ("Не сказано, как работаем: {0}. Укажите часы или выходной",
            "Не сказано, як працюємо: {0}. Вкажіть години або вихідний",
            "Nothing is said of {0}: give its hours, or make it a free day"),
        MenuFaultKind.HoursUnreadable => ("{0}: часы пишутся так: 09:00-18:00", "{0}: години пишуть так: 09:00-18:00",
            "{0}: hours are written 09:00-18:00"),
        MenuFaultKind.HoursBackwards => ("{0}: {1} — конец раньше начала", "{0}: {1} — кінець раніше за початок",
            "{0}: {1} ends before it begins"),
        MenuFaultKind.HoursOverlap => ("{0}: {1} и {2} накладываются", "{0}: {1} і {2} накладаються",
            "{0}: {1} and {2} overlap"),
        MenuFaultKind.NightOverlapsHours => ("{0}: часы {1} накладываются на ночь {2}",
            "{0}: години {1} накладаються на ніч {2}", "{0}: the hours {1} overlap the night {2}"),
        MenuFaultKind.SpecialDayTwice => ("Дата {0} названа дважды", "Дату {0} названо двічі",
            "The date {0} is named twice"),
        MenuFaultKind.SpecialDayUnnamed => ("{0}: назовите день, не длиннее {1} знаков",
            "{0}: назвіть день, не довше {1} знаків", "{0}: give the day a name of at most {1} characters"),
        MenuFaultKind.MonthRuleBounds => ("Дни месяца с {0} по {1}: нужно от 1 до 31, начало не позже конца",
            "Дні місяця з {0} по {1}: потрібно від 1 до 31, початок не пізніше кінця",
            "Days {0} to {1} of the month: they go from 1 to 31, the first not after the last"),
        MenuFaultKind.MonthRuleMode =>
            ("Дни месяца с {0} по {1}: возможны «по часам», «только показания» и «закрыто»",
            "Дні місяця з {0} по {1}: можливі «за годинами», «лише показання» і «зачинено»",
            "Days {0} to {1} of the month: by hours, readings only or closed"),
        MenuFaultKind.MonthRulesOverlap => ("Число {0} есть в двух правилах", "Число {0} є у двох правилах",
            "Day {0} of the month is in two rules"),
        MenuFaultKind.MonthRulesGap => ("О числе {0} ничего не сказано: правила должны покрыть дни с 1 по 31",
            "Про число {0} нічого не сказано: правила мають покрити дні з 1 по 31",
            "Nothing is said of day {0}: the rules must cover the days from 1 to 31"),
        _ => ("{0}: не больше {1}", "{0}: не більше {1}", "{0}: at most {1}"),
    };

    private static (string Ru, string Uk, string En) OfMenu(MenuFaultKind kind) => kind switch
    {
        MenuFaultKind.MenuWithoutOpen => ("Нет меню для рабочего времени", "Немає меню для робочого часу",
            "There is no menu for working hours"),
        MenuFaultKind.MenuEmpty => ("{0}: ни один пункт не включён", "{0}: жоден пункт не ввімкнено",
            "{0}: no item is on"),
        MenuFaultKind.KeyUnknown => ("{0}: клавиша «{1}» — нужна одна цифра от 0 до 9",
            "{0}: клавіша «{1}» — потрібна одна цифра від 0 до 9", "{0}: the key «{1}» must be one digit, 0 to 9"),
        MenuFaultKind.KeyTwice => ("{0}: клавиша {1} у двух пунктов", "{0}: клавіша {1} у двох пунктів",
            "{0}: two items have the key {1}"),
        MenuFaultKind.TargetMissing => ("{0}, клавиша {1}: не сказано, куда ведёт",
            "{0}, клавіша {1}: не сказано, куди веде", "{0}, key {1}: it does not say where it leads"),
        MenuFaultKind.TargetUnneeded => ("{0}, клавиша {1}: этому пункту некуда вести",
            "{0}, клавіша {1}: цьому пункту нікуди вести", "{0}, key {1}: this item leads nowhere"),
        MenuFaultKind.QueueUnknown => ("{0}, клавиша {1}: нет очереди «{2}»", "{0}, клавіша {1}: немає черги «{2}»",
            "{0}, key {1}: there is no queue «{2}»"),
        MenuFaultKind.NumberUnknown => ("{0}, клавиша {1}: у организации нет номера {2}",
            "{0}, клавіша {1}: в організації немає номера {2}",
            "{0}, key {1}: the organisation has no number {2}"),
        MenuFaultKind.NumberIsItself => ("{0}, клавиша {1}: номер {2} ведёт в это же меню",
            "{0}, клавіша {1}: номер {2} веде в це саме меню", "{0}, key {1}: the number {2} leads to this very menu"),
        MenuFaultKind.TextUnknown => ("{0}: нет записи «{1}»", "{0}: немає запису «{1}»",
            "{0}: there is no sound «{1}»"),
        MenuFaultKind.TextMissing => ("{0}, клавиша {1}: у этого пункта нет своих слов, выберите запись",
            "{0}, клавіша {1}: цей пункт не має своїх слів, виберіть запис",
            "{0}, key {1}: this item has no words of its own, choose a sound"),
        MenuFaultKind.NoWayToPerson =>
            ("{0}: нет пути к человеку. Добавьте оператора или очередь либо отметьте «без оператора»",
            "{0}: немає шляху до людини. Додайте оператора чи чергу або позначте «без оператора»",
            "{0}: there is no way to a person. Add the operator or a queue, or mark it «nobody answers»"),
        MenuFaultKind.PersonDespiteNotice => ("{0}: отмечено «без оператора», но пункт к человеку включён",
            "{0}: позначено «без оператора», але пункт до людини ввімкнено",
            "{0}: it says that nobody answers, but an item leads to a person"),
        _ => ("{0}: пункт «другой язык» только один", "{0}: пункт «інша мова» лише один",
            "{0}: only one item changes the language"),
    };

    private static (string Ru, string Uk, string En) OfNumbers(MenuFaultKind kind) => kind switch
    {
        MenuFaultKind.NumberShape => ("«{0}»: нужен короткий номер из 2–6 цифр или номер вида +79370000000",
            "«{0}»: потрібен короткий номер із 2–6 цифр або номер виду +380670000000",
            "«{0}»: a short number of 2 to 6 digits, or one like +79370000000"),
        MenuFaultKind.NumberReserved => ("Номер {0} занят под внутренние телефоны",
            "Номер {0} відведено під внутрішні телефони", "The number {0} is kept for telephones of the house"),
        MenuFaultKind.MenuUnknown => ("Нет меню «{0}»", "Немає меню «{0}»", "There is no menu «{0}»"),
        MenuFaultKind.NameMissing => ("Нужно название не длиннее {0} знаков", "Потрібна назва не довша за {0} знаків",
            "A name of at most {0} characters is needed"),
        MenuFaultKind.EndsBeforeBegin => ("Конец раньше начала или уже прошёл",
            "Кінець раніше за початок або вже минув", "It ends before it begins, or has ended already"),
        MenuFaultKind.LanguageUnknown => ("Язык «{0}»: возможны ru и uk", "Мова «{0}»: можливі ru та uk",
            "The language «{0}»: ru or uk"),
        MenuFaultKind.LastEmergencyNumber => ("{0} — последний аварийный номер: без него авариям звонить некуда",
            "{0} — останній аварійний номер: без нього аваріям телефонувати нікуди",
            "{0} is the last emergency number: without it emergencies have nowhere to call"),
        MenuFaultKind.CodeShape => ("Код «{0}»: строчные латинские буквы, цифры и дефис, до 32 знаков",
            "Код «{0}»: малі латинські літери, цифри та дефіс, до 32 знаків",
            "The code «{0}»: small latin letters, digits and hyphens, up to 32"),
        MenuFaultKind.WhyMissing => ("Напишите, почему: от 1 до {0} знаков", "Напишіть, чому: від 1 до {0} знаків",
            "Say why, in 1 to {0} characters"),
        MenuFaultKind.MomentPast => ("Этот момент уже прошёл: прошлое не переписывается",
            "Цей момент уже минув: минуле не переписують", "That moment is past: what was is not rewritten"),
        _ => ("Впереди уже {0} назначенных версий", "Попереду вже {0} призначених версій",
            "{0} versions are to come already"),
    };

    private static (string Ru, string Uk, string En) OfSound(MenuFaultKind kind) => kind switch
    {
        MenuFaultKind.SoundNotWav =>
            ("Это не звук WAV: нужен PCM 16 бит или G.711, моно или стерео",
            "Це не звук WAV: потрібен PCM 16 біт або G.711, моно чи стерео",
            "This is no WAV sound: 16-bit PCM or G.711, mono or stereo, is needed"),
        MenuFaultKind.SoundRate => ("Частота {0} Гц: нужно не меньше 8000", "Частота {0} Гц: потрібно не менше 8000",
            "{0} Hz: at least 8000 are needed"),
        MenuFaultKind.SoundLength => ("Длина {0} с: нужно от 0,3 до {1} с", "Довжина {0} с: потрібно від 0,3 до {1} с",
            "{0} s long: from 0.3 to {1} s are needed"),
        MenuFaultKind.SoundSilent => ("В файле тишина", "У файлі тиша", "There is silence in the file"),
        MenuFaultKind.TextLength => ("Нужен текст от 1 до {0} знаков", "Потрібен текст від 1 до {0} знаків",
            "A text of 1 to {0} characters is needed"),
        MenuFaultKind.TextLetters =>
            ("Знак «{0}» голос не прочтёт: пишите буквами этого языка, числа — словами",
            "Знак «{0}» голос не прочитає: пишіть літерами цієї мови, числа — словами",
            "The voice cannot read «{0}»: write letters of that language, and numbers as words"),
        _ => ("Не удалось прочитать: {0}", "Не вдалося прочитати: {0}", "It cannot be read: {0}"),
    };
}
