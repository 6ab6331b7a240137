using Microsoft.AspNetCore.Http;
using Zhkh.Web.Api;

namespace Zhkh.Web.Tests.Api;

public sealed class ApiTextsTests(TestHost host)
{
    [Fact]
    public void Every_problem_has_a_title_and_a_sentence_in_every_language()
    {
        var expected = Enum.GetValues<Problem>()
            .SelectMany(p => new[] { $"{Problems.NameOf(p)}.title", $"{Problems.NameOf(p)}.detail" })
            .Order().ToList();
        Assert.All(ApiTexts.Languages, language => Assert.Equal(expected, ApiTexts.Keys(language).Order()));
    }

    [Theory]
    [InlineData("ru", "1–40 знаков")]
    [InlineData("uk", "1–40 знаків")]
    [InlineData("en", "1–40 characters")]
    public void What_a_text_may_be_is_said_in_characters(string language, string allowed)
    {
        var context = new DefaultHttpContext { Request = { Headers = { AcceptLanguage = language } } };
        var name = Problems.AtField(context, Problem.BadQueue, "name", "1–40", isLength: true).ProblemDetails;
        Assert.Equal(allowed, name.Extensions["allowed"]);
        Assert.Contains(allowed, name.Detail, StringComparison.Ordinal);
        var seconds = Problems.AtField(context, Problem.BadQueue, "ringSeconds", "5–300").ProblemDetails;
        Assert.Equal("5–300", seconds.Extensions["allowed"]);
    }

    [Theory]
    [InlineData("uk", "Потрібен вхід")]
    [InlineData("en-GB,en;q=0.9", "Sign in first")]
    [InlineData("de,en;q=0.5,uk;q=0.8", "Потрібен вхід")]
    [InlineData("de", "Нужен вход")]
    [InlineData("", "Нужен вход")]
    public async Task A_problem_speaks_the_language_asked_for(string accepted, string title)
    {
        using var client = host.Stranger();
        using var answer = await client.GetAsync("/api/session", ("Accept-Language", accepted));
        Assert.Equal(title, (await ApiClient.ReadAsync(answer)).GetProperty("title").GetString());
    }
}
