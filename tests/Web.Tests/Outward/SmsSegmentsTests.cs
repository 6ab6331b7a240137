using Zhkh.Web.Outward;

namespace Zhkh.Web.Tests.Outward;

/// <summary>3GPP TS 23.038 and 23.040: what an SMS is counted and paid by.</summary>
public sealed class SmsSegmentsTests
{
    public static TheoryData<string, bool, int, int> Cases => new()
    {
        { "", true, 0, 0 },
        { "Hello", true, 5, 1 },
        { new string('a', 160), true, 160, 1 },
        { new string('a', 161), true, 161, 2 },
        { new string('a', 306), true, 306, 2 },
        { new string('a', 307), true, 307, 3 },
        { new string('a', 159) + "€", true, 161, 2 },
        { new string('a', 152) + "€" + new string('a', 152), true, 306, 3 },   // an escape pair is not cut
        { new string('ж', 70), false, 70, 1 },
        { new string('ж', 71), false, 71, 2 },
        { new string('ж', 134), false, 134, 2 },
        { new string('ж', 135), false, 135, 3 },
        { new string('ж', 66) + "🚰" + new string('ж', 66), false, 134, 3 },   // nor is a surrogate pair
        { "Ёлка €", false, 6, 1 },
        { "ÄÖÜ äöüà Δ Ω ñ", true, 14, 1 },
    };

    [Theory, MemberData(nameof(Cases))]
    public void A_text_has_as_many_parts_as_the_standard_says(string text, bool gsm7, int units, int parts) =>
        Assert.Equal(new SmsSegments(gsm7, units, parts), SmsSegments.Of(text));
}
