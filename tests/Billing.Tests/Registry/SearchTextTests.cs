namespace Zhkh.Billing.Tests;

public sealed class SearchTextTests
{
    [Theory]
    [InlineData("гаг 14 30", "гаг", "14,30")]
    [InlineData("ГАГАРИНА, д.14 кв.30", "гагарина,д,кв", "14,30")]
    [InlineData("Богдана Хмел 2/1 5", "богдана,хмел", "2/1,5")]
    [InlineData("Мир 14А 3", "мир", "14а,3")]
    [InlineData("Ґудзь Лук'яна", "гудзь,лукяна", "")]
    [InlineData("семёнов", "семенов", "")]
    [InlineData("%_ \\", "", "")]
    [InlineData("   ", "", "")]
    public void Typed_text_is_cut_into_words_and_numbers(string typed, string words, string numbers)
    {
        var text = SearchText.Parse(typed);
        Assert.Equal((words, numbers), (string.Join(',', text.Words), string.Join(',', text.Numbers)));
    }
}
