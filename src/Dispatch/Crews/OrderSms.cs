namespace Zhkh.Dispatch;

/// <summary>What an order says in an SMS. Pure.</summary>
internal static class OrderSms
{
    /// <summary>Two segments of Cyrillic text (DOMAIN §4.8).</summary>
    public const int LengthMax = 134;

    private const string Cut = "…";

    /// <param name="link">For a crew with a smartphone; without one the reply keys are told instead.</param>
    public static string Compose(
        int number, TicketPriority priority, string? address, string text, string? link, bool isRepeated,
        string language)
    {
        var isUkrainian = language == "uk";
        var urgency = priority switch
        {
            TicketPriority.Normal => "",
            TicketPriority.Urgent => isUkrainian ? ", терміново" : ", срочно",
            TicketPriority.Critical => isUkrainian ? ", аварія" : ", авария",
        };
        var again = isRepeated ? "Повторно. " : "";
        var head = $"{again}Заявка {number}{urgency}: ";
        var tail = link is not null ? $" {link}"
            : isUkrainian ? " Відповідь: 1 прийняв, 2 їду, 3 готово"
            : " Ответ: 1 принял, 2 еду, 3 готово";
        return head + Fit($"{address}. {text}".TrimStart('.', ' '), LengthMax - head.Length - tail.Length) + tail;
    }

    /// <summary>The order went to somebody else.</summary>
    public static string TakenBack(int number, string language) => language == "uk"
        ? $"Заявку {number} передано іншій бригаді. Їхати не потрібно."
        : $"Заявка {number} передана другой бригаде. Ехать не нужно.";

    private static string Fit(string words, int room)
    {
        words = PhoneInText.Hide(string.Join(' ', words.Split(
            (char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        if (words.Length <= room)
        {
            return words;
        }

        var end = Math.Max(0, room - Cut.Length);
        end -= end > 0 && char.IsHighSurrogate(words[end - 1]) ? 1 : 0;
        return end == 0 ? "" : words[..end].TrimEnd(' ', ',', '.') + Cut;
    }
}
