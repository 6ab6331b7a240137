using System.Text;

namespace Zhkh.Billing.Tests;

/// <summary>Amounts, quotation marks and encodings, as banks write them.</summary>
public sealed class PaymentTextTests
{
    static PaymentTextTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("1234,56", ',', 123456L)]
    [InlineData("1 234,5", ',', 123450L)]
    [InlineData("1\u00A0234.05", '.', 123405L)]
    [InlineData("7", ',', 700L)]
    [InlineData(" 0,01 ", ',', 1L)]
    [InlineData("-10,00", ',', -1000L)]
    [InlineData("−10", ',', -1000L)]
    [InlineData("999999999999999,99", ',', 99999999999999999L)]
    public void An_amount_is_read_to_the_kopeck(string text, char mark, long minor) =>
        Assert.Equal(minor, AmountText.ToMinor(text, mark));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(",50")]
    [InlineData("1,234,56")]
    [InlineData("12,345")]
    [InlineData("12.34")]
    [InlineData("12,")]
    [InlineData("1e5")]
    [InlineData("١٢")]
    [InlineData("1000000000000000")]
    [InlineData("12 р.")]
    public void What_is_no_amount_is_refused(string text) => Assert.Null(AmountText.ToMinor(text, ','));

    [Fact]
    public void Either_mark_is_read_where_the_profile_does_not_say() =>
        Assert.Equal((1250L, 1250L), (AmountText.ToMinor("12,50", null), AmountText.ToMinor("12.50", null)));

    [Theory]
    [InlineData("a;b;c", new[] { "a", "b", "c" })]
    [InlineData("a;;", new[] { "a", "", "" })]
    [InlineData("\"a;b\";\"say \"\"yes\"\"\";c", new[] { "a;b", "say \"yes\"", "c" })]
    [InlineData("\"\";x", new[] { "", "x" })]
    [InlineData("\"two\r\nlines\";x", new[] { "two\r\nlines", "x" })]
    public void Fields_are_cut_as_RFC_4180_says(string line, string[] fields) =>
        Assert.Equal(fields, Fields.Of(line, ';', quoted: true));

    [Theory]
    [InlineData("a\"b;c")]
    [InlineData("\"a\"b;c")]
    [InlineData("\"a;c")]
    public void Misplaced_quotation_marks_are_not_guessed_about(string line) =>
        Assert.Null(Fields.Of(line, ';', quoted: true));

    [Fact]
    public void Without_quoting_a_quotation_mark_is_a_character() =>
        Assert.Equal(["ООО \"Ромашка\"", "\"x"], Fields.Of("ООО \"Ромашка\";\"x", ';', quoted: false));

    [Fact]
    public void Lines_end_outside_quotation_marks_and_are_numbered_as_an_editor_does()
    {
        var lines = new TextLines(new StringReader("a;b\r\n\"x\ny\";c\rlast"), ';', quoted: true);
        var read = new List<(int, string)>();
        while (lines.Next() is { } line)
        {
            read.Add(line);
        }

        Assert.Equal([(1, "a;b"), (2, "\"x\ny\";c"), (4, "last")], read);
        Assert.Null(lines.Fault);
    }

    [Fact]
    public void A_line_that_does_not_end_is_refused_without_holding_it()
    {
        var lines = new TextLines(new StringReader(new string('x', 100_000)), ';', quoted: true);
        Assert.Null(lines.Next());
        Assert.Equal(RegisterFault.LineTooLong, lines.Fault?.Code);
        var open = new TextLines(new StringReader("a;b\n\"never closed;\nmore\n"), ';', quoted: true);
        open.Next();
        Assert.Null(open.Next());
        Assert.Equal(new RegisterError(2, RegisterFault.QuoteNotClosed), open.Fault);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("windows-1251")]
    [InlineData("cp866")]
    [InlineData("koi8-r")]
    public async Task The_encoding_of_a_register_is_found_out(string name)
    {
        string[] texts =
        [
            SberFile.Text([new("1", "4406030", 100)]),
            SberFile.Text([new("1", "4406030", 100, Payer: "Кравченко Леонид Петрович", Address: "Изотова 3-18")]),
            SberFile.Text([new("1", "4406030", 100, Payer: "ЩЕРБИНА ЮЛІЯ", Address: "ВУЛ. ПРОСКУРІВСЬКА, 18")]),
            SberFile.Text([new("1", "4406030", 100, Payer: "МИРОНЕНКО МАРИЯ МИХАЙЛОВНА", Address: "")]),
        ];
        foreach (var text in texts.Where(t => name != "koi8-r" || !t.Contains('І', StringComparison.Ordinal)))
        {
            using var file = new MemoryStream(Encoding.GetEncoding(name).GetBytes(text));
            Assert.Equal(new EncodingAnswer(name, null), await TextEncoding.GuessAsync(file, default));
        }
    }

    [Fact]
    public async Task Plain_digits_are_UTF_8_and_bytes_of_no_text_are_refused()
    {
        Assert.Equal("utf-8", (await TextEncoding.GuessAsync(new MemoryStream("1;2;3"u8.ToArray()), default)).Name);
        Assert.Equal(RegisterFault.NotText,
            (await TextEncoding.GuessAsync(new MemoryStream([0x50, 0x4B, 3, 4, 0, 0]), default)).Fault);
        var noise = new byte[4_000];
        for (var i = 0; i < noise.Length; i++)
        {
            noise[i] = (byte)(0x80 + (i * 37 % 128));
        }

        Assert.Equal(RegisterFault.EncodingUnknown,
            (await TextEncoding.GuessAsync(new MemoryStream(noise), default)).Fault);
    }

    [Fact]
    public async Task UTF_8_cut_across_a_buffer_is_still_UTF_8()
    {
        var text = "x" + new string('я', 100_000);
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Assert.Equal("utf-8", (await TextEncoding.GuessAsync(file, default)).Name);
    }
}
