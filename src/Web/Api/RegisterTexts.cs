using System.Globalization;
using Zhkh.Billing;

namespace Zhkh.Web.Api;

/// <summary>What is wrong with a register, in the language of the person who asked.</summary>
internal static class RegisterTexts
{
    /// <summary>{0} is the value of the error: a column, two sums.</summary>
    public static string Of(string language, RegisterFault fault, string? value = null)
    {
        var (ru, uk, en) = Sentences(fault);
        var sentence = language switch { "uk" => uk, "en" => en, _ => ru };
        return string.Format(CultureInfo.InvariantCulture, sentence, value);
    }

    public static string Of(string language, SuggestedBy why) => (why, language) switch
    {
        (SuggestedBy.Address, "uk") => "за адресою",
        (SuggestedBy.Address, "en") => "by address",
        (SuggestedBy.Address, _) => "по адресу",
        (SuggestedBy.Payer, "uk") => "за платником",
        (SuggestedBy.Payer, "en") => "by payer",
        (SuggestedBy.Payer, _) => "по плательщику",
        (SuggestedBy.Number, "uk") => "схожий номер",
        (SuggestedBy.Number, "en") => "similar number",
        (SuggestedBy.Number, _) => "похожий номер",
    };

    private static (string Ru, string Uk, string En) Sentences(RegisterFault fault) => fault switch
    {
        RegisterFault.NotText => ("Это не текстовый файл", "Це не текстовий файл", "This is not a text file"),
        RegisterFault.EncodingUnknown => ("Кодировку не удалось определить, укажите её",
            "Кодування не вдалося визначити, вкажіть його", "The encoding cannot be told, name it"),
        RegisterFault.EncodingInvalid => ("Строка не читается в кодировке {0}", "Рядок не читається в кодуванні {0}",
            "The line cannot be read as {0}"),
        RegisterFault.TooManyRows => ("Больше миллиона строк", "Понад мільйон рядків", "More than a million rows"),
        RegisterFault.LineTooLong => ("Слишком длинная строка", "Задовгий рядок", "The line is too long"),
        RegisterFault.QuoteNotClosed => ("Кавычка не закрыта", "Лапки не закрито", "A quotation mark is not closed"),
        RegisterFault.MissingColumn => ("В заголовке нет столбца «{0}»", "У заголовку немає стовпця «{0}»",
            "The header has no column “{0}”"),
        RegisterFault.NoRows => ("В файле нет платежей", "У файлі немає платежів", "The file holds no payments"),
        RegisterFault.NoFooter => ("Нет итоговой строки: файл, вероятно, обрезан",
            "Немає підсумкового рядка: файл, імовірно, обрізано", "No line of totals: the file may be cut off"),
        RegisterFault.FooterUnreadable => ("Итоговая строка не читается", "Підсумковий рядок не читається",
            "The line of totals cannot be read"),
        RegisterFault.RowsAfterFooter => ("После итоговой строки есть ещё строки",
            "Після підсумкового рядка є ще рядки",
            "There are rows after the line of totals"),
        RegisterFault.FooterRowsDiffer => ("Число строк не сходится с итогом: {0}",
            "Кількість рядків не збігається з підсумком: {0}", "The number of rows differs from the total: {0}"),
        RegisterFault.FooterAmountDiffers => ("Сумма не сходится с итогом, коп.: {0}",
            "Сума не збігається з підсумком, коп.: {0}", "The sum differs from the total, minor units: {0}"),
        RegisterFault.FooterFeeDiffers => ("Комиссия не сходится с итогом, коп.: {0}",
            "Комісія не збігається з підсумком, коп.: {0}", "The fee differs from the total, minor units: {0}"),
        _ => RowSentences(fault),
    };

    private static (string Ru, string Uk, string En) RowSentences(RegisterFault fault) => fault switch
    {
        RegisterFault.BadColumns => ("Столбцов меньше, чем нужно, или кавычки не на месте",
            "Стовпців менше, ніж потрібно, або лапки не на місці", "Too few columns, or misplaced quotation marks"),
        RegisterFault.BadDate => ("Дата или время не читается", "Дата або час не читається",
            "The date or time cannot be read"),
        RegisterFault.FutureDay => ("Дата ещё не наступила", "Дата ще не настала", "The day has not come yet"),
        RegisterFault.BadAmount => ("Сумма не читается", "Сума не читається", "The amount cannot be read"),
        RegisterFault.NotPositive => ("Сумма не больше нуля", "Сума не більша за нуль", "The amount is not positive"),
        RegisterFault.NoOperation => ("Нет номера операции", "Немає номера операції", "No operation number"),
        RegisterFault.OperationTooLong => ("Номер операции слишком длинный", "Номер операції задовгий",
            "The operation number is too long"),
        RegisterFault.NoAccount => ("Лицевой счёт не указан", "Особовий рахунок не вказано", "No account is named"),
        RegisterFault.UnknownAccount => ("Такого лицевого счёта нет", "Такого особового рахунку немає",
            "There is no such account"),
        RegisterFault.RepeatedInFile => ("Эта операция уже есть выше в файле", "Ця операція вже є вище у файлі",
            "This operation stands above in the file"),
        RegisterFault.RepeatedBefore => ("Эта операция уже принята раньше", "Цю операцію вже прийнято раніше",
            "This operation was taken before"),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "A fault without a sentence"),
    };
}
