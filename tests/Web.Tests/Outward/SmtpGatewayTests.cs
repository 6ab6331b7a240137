using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Zhkh.Web.Outward;

namespace Zhkh.Web.Tests.Outward;

/// <summary>Submission to a real mail server: Debian's exim with STARTTLS and AUTH.</summary>
public sealed partial class SmtpGatewayTests : IAsyncLifetime
{
    private const string Address = "127.0.61.2";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zhkh-smtp");
    private Exim? _exim;

    private Exim Server => _exim ?? throw new InvalidOperationException("Not started");

    public async ValueTask InitializeAsync() => _exim = await Exim.StartAsync(Address);

    public async ValueTask DisposeAsync()
    {
        if (_exim is not null)
        {
            await _exim.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_letter_arrives_with_every_letter_of_it_over_TLS_and_signed_in()
    {
        const string title = "Аварийное отключение: ул. Гагарина, 14 — холодная вода, срок восстановления 18:00";
        var text = $"Уважаемые коллеги!\n.\nПодача прекращена, їжак.{string.Concat(Enumerable.Repeat(" Длинно.", 90))}";
        var parcel = Parcel("ads@example.org", title, text);
        var verdict = await Gateway().SendAsync(parcel, CancellationToken.None);
        Assert.Equal(VerdictKind.Taken, verdict.Kind);
        Assert.Matches(@"^250 OK id=\S+$", verdict.Reply);

        var letter = Assert.Single(await Server.LettersAsync(1));
        Assert.Contains("Envelope-to: ads@example.org", letter);
        Assert.Contains($"Message-ID: <{parcel.Id:N}@dispatch.example.org>", letter);
        Assert.Contains("Date: Sat, 21 Nov 2026 09:00:00 +0000", letter);
        Assert.Equal(title, Subject(letter));
        Assert.StartsWith("=?utf-8?B?", Regex.Match(letter, "^From: (.*)$", RegexOptions.Multiline).Groups[1].Value);
        var body = letter[(letter.IndexOf("\n\n", StringComparison.Ordinal) + 2)..];
        Assert.Equal(text.ReplaceLineEndings("\r\n"),
            Encoding.UTF8.GetString(Convert.FromBase64String(body.ReplaceLineEndings(""))));
        Assert.All(letter.Split('\n'), line => Assert.InRange(line.Length, 0, 998));
        Assert.Matches(@"X=TLS1\.[23]", Server.Log);
        Assert.Contains($"A=plain:{Exim.User}", Server.Log);
    }

    [Theory]
    [InlineData("nobody@example.org", VerdictKind.Refused, "550 5.1.1 no such mailbox")]
    [InlineData("busy@example.org", VerdictKind.Postponed, "451 4.2.1 the mailbox is busy")]
    public async Task The_server_s_own_words_about_a_recipient_are_kept(
        string recipient, object kind, string reply)
    {
        var verdict = await Gateway().SendAsync(Parcel(recipient, "Тема", "Текст"), CancellationToken.None);
        Assert.Equal((kind, reply), (verdict.Kind, verdict.Reply));
    }

    [Fact]
    public async Task Nothing_in_a_title_or_an_address_becomes_a_header_or_a_command()
    {
        var title = "Тема\r\nBcc: evil@example.org\r\n\r\nтело";
        var verdict = await Gateway().SendAsync(Parcel("ads@example.org", title, "Текст"), CancellationToken.None);
        Assert.Equal(VerdictKind.Taken, verdict.Kind);
        var plain = await Gateway().SendAsync(
            Parcel("ads@example.org", "Hi\r\nBcc: evil@example.org", "Text"), CancellationToken.None);
        Assert.Equal(VerdictKind.Taken, plain.Kind);
        var letters = await Server.LettersAsync(2);
        Assert.All(letters, letter => Assert.DoesNotMatch("(?im)^bcc:", letter));
        Assert.Contains(letters, letter => Subject(letter) == title);

        foreach (var recipient in new[]
        {
            "a@example.org>\r\nRCPT TO:<evil@example.org", "a b@example.org", "@example.org", "a@", "a@exa mple.org",
            "a@example.org\r\nDATA", "a..b@example.org", "a@-example.org", "", "<a@example.org",
        })
        {
            var refused = await Gateway().SendAsync(Parcel(recipient, "Тема", "Текст"), CancellationToken.None);
            Assert.True(refused.Kind == VerdictKind.Refused, recipient);
        }
    }

    [Fact]
    public async Task A_domain_in_Cyrillic_goes_as_IDNA()
    {
        var verdict = await Gateway().SendAsync(Parcel("ads@пример.рф", "Тема", "Текст"), CancellationToken.None);
        Assert.Equal(VerdictKind.Taken, verdict.Kind);
        Assert.Contains("Envelope-to: ads@xn--e1afmkfd.xn--p1ai", Assert.Single(await Server.LettersAsync(1)));
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_or_a_wrong_password_lets_no_letter_out()
    {
        using var other = new TestCertificate(System.Net.IPAddress.Parse(Address), _folder.FullName);
        var stranger = await Gateway(options => options.CaFile = other.CaFile)
            .SendAsync(Parcel("ads@example.org", "Тема", "Текст"), CancellationToken.None);
        Assert.Equal(VerdictKind.Away, stranger.Kind);

        var ofSystem = await Gateway(options => options.CaFile = "")
            .SendAsync(Parcel("ads@example.org", "Тема", "Текст"), CancellationToken.None);
        Assert.Equal(VerdictKind.Away, ofSystem.Kind);

        var wrong = await Gateway(password: "guessed")
            .SendAsync(Parcel("ads@example.org", "Тема", "Текст"), CancellationToken.None);
        Assert.Equal(VerdictKind.Away, wrong.Kind);
        Assert.StartsWith("535 ", wrong.Reply);
        Assert.DoesNotContain("guessed", wrong.Reply);

        var clear = await Gateway(options => options.Security = SmtpSecurity.None)
            .SendAsync(Parcel("ads@example.org", "Тема", "Текст"), CancellationToken.None);
        Assert.Equal(VerdictKind.Away, clear.Kind);
        Assert.DoesNotContain("<=", Server.Log);
    }

    private SmtpGateway Gateway(Action<SmtpOptions>? change = null, string password = Exim.Password)
    {
        var file = Path.Combine(_folder.FullName, $"password-{password.Length}");
        File.WriteAllText(file, password + "\n");
        var options = new SmtpOptions
        {
            Host = Address, Port = Server.Port, User = Exim.User, PasswordFile = file,
            From = "Диспетчерская «Привольск» <ads@example.org>", CaFile = Server.Certificate.CaFile,
            HelloName = "dispatch.example.org", CommandTimeout = TimeSpan.FromSeconds(30),
        };
        change?.Invoke(options);
        return new SmtpGateway(options, TimeProvider.System);
    }

    private static Parcel Parcel(string recipient, string title, string text)
    {
        var at = new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
        return new Parcel(Guid.CreateVersion7(at), 1, "privolsk", OutwardChannel.Letter, recipient, title, text,
            "letter:1", at, 1, 0);
    }

    /// <summary>Decodes as RFC 2047 §6.2 says: white space between encoded words is none.</summary>
    private static string Subject(string letter)
    {
        var folded = Regex.Match(letter, @"^Subject: (.*(?:\n[ \t].*)*)", RegexOptions.Multiline).Groups[1].Value;
        return string.Concat(EncodedWord().Matches(folded).Select(word =>
            Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups[1].Value))));
    }

    [GeneratedRegex(@"=\?utf-8\?B\?([^?]+)\?=")]
    private static partial Regex EncodedWord();
}
