namespace Zhkh.Billing.Tests;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+79370000030", "+79370000030")]
    [InlineData("8 (937) 000-00-30", "+79370000030")]
    [InlineData("79370000030", "+79370000030")]
    [InlineData("937 000 00 30", "+79370000030")]
    [InlineData("067 000 01 84", "+380670000184")]
    [InlineData("380670000184", "+380670000184")]
    [InlineData("+38 (067) 000-01-84", "+380670000184")]
    [InlineData("+49 30 123456", "+4930123456")]
    public void National_spellings_become_e164(string typed, string expected) =>
        Assert.Equal(expected, PhoneNumber.TryParse(typed)?.E164);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("anonymous")]
    [InlineData("100")]
    [InlineData("4406030")]
    [InlineData("+0123456789")]
    [InlineData("+1234567890123456")]
    [InlineData("8937000003O")]
    [InlineData("٨٩٣٧٠٠٠٠٠٣٠")]
    public void What_is_no_phone_number_is_refused(string? typed) => Assert.Null(PhoneNumber.TryParse(typed));
}
