using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Zhkh.Console.Tests.Browser.Chromium))]

namespace Zhkh.Console.Tests.Browser;

/// <summary>Debian's Chromium, started once for all tests; every test has a fresh profile of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Path = "/usr/bin/chromium";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private IBrowser Started => _browser ?? throw new InvalidOperationException("The browser has not been started.");

    public async ValueTask InitializeAsync()
    {
        Assert.True(File.Exists(Path), $"{Path} is missing: apt-get install chromium");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Path,
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--force-color-profile=srgb", "--font-render-hinting=none",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A page in a profile of its own, 1366×768 unless told.</summary>
    public async Task<Screen> OpenAsync(string address, ColorScheme scheme = ColorScheme.Light,
        int width = 1366, int height = 768)
    {
        var context = await Started.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address,
            ColorScheme = scheme,
            Locale = "ru-RU",
            TimezoneId = "Europe/Volgograd",
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        context.SetDefaultTimeout(30_000);
        return new Screen(context, await context.NewPageAsync());
    }
}
