using Zhkh.Pbx.Numbers;

namespace Zhkh.Pbx.Tests.Numbers;

public sealed class NumberPlanTests
{
    [Theory]
    [InlineData("+79370000030", "+79370000030")]
    [InlineData("89370000030", "+79370000030")]
    [InlineData("8 (937) 000-00-30", "+79370000030")]
    [InlineData("9370000030", "+79370000030")]
    [InlineData("79370000030", "+79370000030")]
    [InlineData("+7 937 000.00.30", "+79370000030")]
    [InlineData("tel:+7-937-000-00-30", "+79370000030")]
    [InlineData("tel:+7(937)0000030;isub=1", "+79370000030")]
    [InlineData("tel:0000030;phone-context=+7937", "+79370000030")]
    [InlineData("sip:+79370000030@10.0.0.1:5060;user=phone", "+79370000030")]
    [InlineData("SIPS:89370000030@example.org", "+79370000030")]
    [InlineData("%2B79370000030", "+79370000030")]
    [InlineData("sip:%2B7937%30000030@example.org", "+79370000030")]
    [InlineData("8462000011", "+78462000011")]
    [InlineData("0670000184", "+380670000184")]
    [InlineData("067 000 01 84", "+380670000184")]
    [InlineData("380670000184", "+380670000184")]
    [InlineData("810380670000184", "+380670000184")]
    [InlineData("8 10 49 30 1234567", "+49301234567")]
    [InlineData("00380670000184", "+380670000184")]
    [InlineData("0079370000030", "+79370000030")]
    [InlineData("4915112345678", "+4915112345678")]
    [InlineData("+7 937\u00a0000–00–30", "+79370000030")]
    public void A_subscribers_number_becomes_e164(string written, string expected) =>
        Assert.Equal(expected, NumberPlan.ToE164(written));

    [Theory]
    [InlineData("100", "100")]
    [InlineData("112", "112")]
    [InlineData("sip:201@127.0.0.1", "201")]
    [InlineData("0890", "0890")]
    public void Few_digits_are_a_short_code(string written, string digits) =>
        Assert.Equal(new NumberReading.Short(digits), NumberPlan.Read(written));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("anonymous")]
    [InlineData("Anonymous")]
    [InlineData("sip:anonymous@anonymous.invalid")]
    [InlineData("Restricted")]
    [InlineData("unavailable")]
    public void A_hidden_number_is_withheld(string? written) =>
        Assert.Equal(new NumberReading.Withheld(), NumberPlan.Read(written));

    [Theory]
    [InlineData("+0937000003")]
    [InlineData("+7")]
    [InlineData("+1234567890123456")]
    [InlineData("2000011")]             // a town number without its code
    [InlineData("893700000")]
    [InlineData("06700001")]
    [InlineData("+79370000030x")]
    [InlineData("7937+0000030")]
    [InlineData("++79370000030")]
    [InlineData("%2")]
    [InlineData("%zz79370000030")]
    [InlineData("%252B79370000030")]    // decoded twice it would be a number
    [InlineData("٧٩٣٧٠٠٠٠٠٣٠")]
    [InlineData("+")]
    [InlineData("- -")]
    [InlineData("agent")]
    [InlineData("'; drop table calls; --")]
    public void Anything_else_is_invalid(string written) =>
        Assert.Equal(new NumberReading.Invalid(), NumberPlan.Read(written));

    [Fact]
    public void A_text_of_any_length_is_read_without_an_exception()
    {
        Assert.IsType<NumberReading.Invalid>(NumberPlan.Read(new string('7', 100_000)));
        Assert.IsType<NumberReading.Invalid>(NumberPlan.Read(new string('9', 128)));
        Assert.IsType<NumberReading.Invalid>(NumberPlan.Read("+" + new string('-', 126)));
    }

    [Fact]
    public void Random_text_gives_a_valid_number_or_none_and_reading_it_again_changes_nothing()
    {
        const string Alphabet = "0123456789+%2B8;:@() -x.";
        var random = new Random(20261121);
        for (var i = 0; i < 50_000; i++)
        {
            var text = string.Concat(
                Enumerable.Range(0, random.Next(24)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            if (NumberPlan.ToE164(text) is not { } e164)
            {
                continue;
            }

            Assert.Matches(@"^\+[1-9][0-9]{7,14}$", e164);
            Assert.Equal(e164, NumberPlan.ToE164(e164));
        }
    }

    [Theory]
    [InlineData("+79370000030", "+7***0030")]
    [InlineData(null, "withheld")]
    [InlineData("201", "201")]
    public void Logs_show_a_masked_number(string? number, string masked) =>
        Assert.Equal(masked, PhoneNumber.Mask(number));
}
