using Zhkh.Web.Cli;

namespace Zhkh.Web.Tests.Cli;

/// <summary>A password is taken where nobody else reads it.</summary>
public sealed class PasswordInputTests
{
    [Fact]
    public async Task Keys_of_the_terminal_are_taken_and_not_shown()
    {
        using var prompts = new StringWriter();
        Assert.Equal("pass1", await ReadAsync("pasx\bs1\r", prompts));
        Assert.Equal("Password: ", prompts.ToString().TrimEnd('\n', '\r'));
    }

    [Fact]
    public async Task Escape_gives_up_and_enter_alone_is_no_password()
    {
        using var prompts = new StringWriter();
        Assert.Null(await ReadAsync("abc\u001b", prompts));
        Assert.Null(await ReadAsync("abc\u0003", prompts));
        Assert.Equal("", await ReadAsync("\r", prompts));
    }

    [Fact]
    public async Task What_is_too_long_stays_too_long()
    {
        using var prompts = new StringWriter();
        Assert.Equal(5, (await ReadAsync("123456789\r", prompts, lengthMax: 4))!.Length);
    }

    [Theory]
    [InlineData("s3cret\nmore", false, "s3cret")]
    [InlineData("s3cret", true, "s3cret")]
    [InlineData("", true, "")]
    public async Task A_line_of_standard_input_is_read_without_a_question(
        string input, bool isTerminal, string password)
    {
        using var prompts = new StringWriter();
        using var given = new StringReader(input);
        var passwords = new PasswordInput(
            given, isTerminal, () => throw new InvalidOperationException(), _ => throw new InvalidOperationException());
        Assert.Equal(
            password, await passwords.ReadAsync("Password: ", isTerminal, 128, prompts, CancellationToken.None));
        Assert.Empty(prompts.ToString());
    }

    private static async Task<string?> ReadAsync(string keys, TextWriter prompts, int lengthMax = 128)
    {
        using var nothing = new StringReader("");
        var left = new Queue<char>(keys);
        var isKey = false;
        var passwords = new PasswordInput(
            nothing, isTerminal: true,
            () =>
            {
                Assert.True(isKey, "Ctrl+C would not be read");
                return KeyOf(left.Dequeue());
            },
            wish =>
            {
                var was = isKey;
                isKey = wish;
                return was;
            });
        var password = await passwords.ReadAsync("Password: ", false, lengthMax, prompts, CancellationToken.None);
        Assert.False(isKey, "Ctrl+C ends no program any more");
        return password;
    }

    private static ConsoleKeyInfo KeyOf(char character) => new(
        character,
        character switch
        {
            '\r' => ConsoleKey.Enter,
            '\b' => ConsoleKey.Backspace,
            '\u001b' => ConsoleKey.Escape,
            _ => ConsoleKey.NoName,
        },
        shift: false, alt: false, control: false);
}
