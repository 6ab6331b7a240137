using System.Globalization;
using Microsoft.Playwright;
using Zhkh.Console.Tests.Browser;
using Zhkh.Console.Tests.Town;

namespace Zhkh.Console.Tests;

/// <summary>The clocks of the callback list: drawn against the host's time, exact, and loud in time.</summary>
public sealed class CountdownTests(Chromium chromium)
{
    private const string Sample =
        """
        async ([id, due, offset]) => {
          const clock = document.querySelector(`[data-callback="${id}"] [role=timer]`);
          const seen = new Set();
          let worst = 0;
          while (seen.size < 4) {
            const [, sign, m, s] = /^(\u2212?)(\d+):(\d\d)$/.exec(clock.textContent);
            const shown = (sign ? -1 : 1) * (Number(m) * 60 + Number(s));
            const left = (due - (Date.now() + offset)) / 1000;
            worst = Math.max(worst, Math.abs(shown - left));
            seen.add(shown);
            await new Promise(requestAnimationFrame);
          }
          return JSON.stringify({ worst, steps: [...seen] });
        }
        """;

    private sealed record Samples(double Worst, int[] Steps);

    [Fact]
    public async Task It_runs_second_by_second_though_the_browsers_clock_is_wrong()
    {
        await using var town = await FakeTown.StartAsync();
        town.ClockOffset = TimeSpan.FromMinutes(37.4);
        var row = town.Miss("+79170004412", TimeSpan.FromSeconds(254));
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Callback(row.Id).WaitForAsync();
        var json = await screen.Page.EvaluateAsync<string>(Sample, new object[]
        {
            row.Id, row.OwnDueAt.ToUnixTimeMilliseconds(), town.ClockOffset.TotalMilliseconds,
        });
        var samples = System.Text.Json.JsonSerializer.Deserialize<Samples>(json,
            System.Text.Json.JsonSerializerOptions.Web)!;
        Assert.True(samples.Worst < 1.5, string.Create(CultureInfo.InvariantCulture, $"off by {samples.Worst} s"));
        Assert.All(samples.Steps.Zip(samples.Steps.Skip(1)), pair => Assert.Equal(pair.First - 1, pair.Second));
    }

    [Theory]
    [InlineData(240, "calm", "^(4:00|3:5\\d)$")]
    [InlineData(170, "warn", "^2:(50|4\\d)$")]
    [InlineData(50, "crit", "^0:(50|4\\d)$")]
    [InlineData(-7, "late", "^−0:(0[7-9]|1\\d)$")]
    public async Task Its_tone_follows_the_time_left(int seconds, string tone, string text)
    {
        await using var town = await FakeTown.StartAsync();
        var row = town.Miss("+79170004412", TimeSpan.FromSeconds(seconds));
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var clock = screen.Callback(row.Id).GetByRole(AriaRole.Timer);
        Assert.Equal(tone, await clock.GetAttributeAsync("data-tone"));
        Assert.Matches(text, await clock.TextContentAsync() ?? "");
    }

    [Fact]
    public async Task Both_clocks_are_shown_and_the_most_urgent_is_on_top()
    {
        await using var town = await FakeTown.StartAsync();
        var late = town.Miss("+79170004412", TimeSpan.FromSeconds(245));
        var soon = town.Miss("+79276110184", TimeSpan.FromSeconds(48), People.Melnik, times: 2);
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        var ids = await screen.Page.Locator("[data-callback]").EvaluateAllAsync<string[]>(
            "rows => rows.map(row => row.dataset.callback)");
        Assert.Equal([soon.Id, late.Id], ids);
        Assert.Matches("закон 5:4\\d", await screen.Callback(soon.Id).TextContentAsync() ?? "");
        Assert.Contains("2-й раз", await screen.Callback(soon.Id).TextContentAsync(), StringComparison.Ordinal);
        Assert.Matches("перезвонить", await screen.Page.TitleAsync());
    }

    [Fact]
    public async Task The_last_minute_is_said_aloud_once()
    {
        await using var town = await FakeTown.StartAsync();
        town.Miss("+79276110184", TimeSpan.FromSeconds(70), People.Melnik);
        await using var screen = await chromium.OpenAsync(town.Address);
        await screen.SignInAsync();
        await screen.Page.GetByText("осталась 1 минута").WaitForAsync(new()
        {
            State = WaitForSelectorState.Attached, Timeout = 25_000,
        });
    }
}
