namespace Zhkh.Dispatch.Tests;

public sealed class OrderSmsTests
{
    private const string Link = "https://disp.example.org/c/AbCdEfGhIjKlMnOpQrStUv";

    [Fact]
    public void An_order_fits_two_cyrillic_segments_whatever_its_words_are()
    {
        var dice = new Random(7);
        foreach (var language in new[] { "ru", "uk" })
        {
            foreach (var priority in Enum.GetValues<TicketPriority>())
            {
                for (var length = 0; length < 400; length += 7)
                {
                    var text = string.Concat(Enumerable.Range(0, length).Select(_ => dice.Next(9) == 0 ? " " : "💧я"));
                    foreach (var link in new[] { Link, null })
                    {
                        var sms = OrderSms.Compose(
                            10201, priority, "Гагарина, 14, кв. 30", text, link, dice.Next(2) == 0, language);
                        Assert.InRange(sms.Length, 1, OrderSms.LengthMax);
                        Assert.Contains("10201", sms, StringComparison.Ordinal);
                        Assert.EndsWith(link ?? "готово", sms, StringComparison.Ordinal);
                        Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(
                            System.Text.Encoding.UTF8.GetBytes(sms)));
                    }
                }
            }
        }
    }

    [Fact]
    public void It_says_number_urgency_place_trouble_and_the_link()
    {
        Assert.Equal(
            $"Заявка 10201, авария: Гагарина, 14, кв. 30. Течёт кран {Link}",
            OrderSms.Compose(10201, TicketPriority.Critical, "Гагарина, 14, кв. 30", "Течёт кран", Link, false, "ru"));
        Assert.Equal(
            "Повторно. Заявка 10201: Гагарина, 14. Тече кран Відповідь: 1 прийняв, 2 їду, 3 готово",
            OrderSms.Compose(10201, TicketPriority.Normal, "Гагарина, 14", "Тече кран", null, true, "uk"));
    }

    [Theory]
    [InlineData("звоните +7 937 123-45-67 после шести", "звоните ••• после шести")]
    [InlineData("тел. 8(937)1234567", "тел. •••")]
    [InlineData("счёт 4406030, счётчик 12345678", "счёт 4406030, счётчик 12345678")]
    [InlineData("кв. 30, подъезд 2, код 1234", "кв. 30, подъезд 2, код 1234")]
    public void A_residents_number_stays_with_us(string text, string shown) =>
        Assert.Equal(shown, PhoneInText.Hide(text));
}
