using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Zhkh.Console.Tests.Browser;

/// <summary>One dispatcher's browser window and whatever went wrong inside it.</summary>
public sealed class Screen : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _troubles = new();

    internal Screen(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.PageError += (_, error) => _troubles.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !IsNetwork(message.Text))
            {
                _troubles.Enqueue(message.Text);
            }
        };
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
    }

    public IPage Page { get; }

    /// <summary>Errors of scripts and of the content policy; a refused request is not one.</summary>
    public IReadOnlyCollection<string> Troubles => _troubles;

    /// <summary>What a test noticed itself.</summary>
    public void Trouble(string what) => _troubles.Enqueue(what);

    public ILocator Text => Page.Locator("#ticket-text");

    /// <summary>Fills in the door and presses Enter.</summary>
    public async Task EnterAsync(string user, string password)
    {
        await Page.GotoAsync("/");
        await Page.Locator("input[name=user]").FillAsync(user);
        await Page.Locator("input[name=password]").FillAsync(password);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Enters and waits until the desk is alive.</summary>
    public async Task SignInAsync(string user = "dispatcher", string password = "demo")
    {
        await EnterAsync(user, password);
        await Page.Locator("[data-subject]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await Page.Locator("[data-level=good]").WaitForAsync();
    }

    /// <summary>Waits until the editor writes for this call; what is typed sooner belongs to no call.</summary>
    public Task HoldsAsync(string callId) => Page.Locator($"[data-subject='{callId}']").WaitForAsync();

    /// <summary>Types into the field that has the caret, once one has it.</summary>
    public Task TypeAsync(string text) => TypeAsync(text, "document.activeElement");

    /// <summary>Types into the field of the window that was just asked for, once it has the caret.</summary>
    public Task TypeInDialogAsync(string text) => TypeAsync(text, "document.activeElement?.closest('[role=dialog]') &&"
        + " document.activeElement");

    private async Task TypeAsync(string text, string field)
    {
        await Page.WaitForFunctionAsync(
            $"() => {{ const field = {field}; return field?.matches('input, textarea'); }}");
        await Page.Keyboard.TypeAsync(text);
    }

    public ILocator Callback(string id) => Page.Locator($"[data-callback='{id}']");

    public ILocator CallRow(string callId) => Page.Locator($"[data-call-row='{callId}']");

    public ILocator Strip(string callId) => Page.Locator($"[data-ringing='{callId}']");

    /// <summary>Presses a key as a Cyrillic layout does: the letter is «л», the place is KeyK.</summary>
    public Task PressOnCyrillicAsync(string key, string code, bool control = false, bool alt = false) =>
        Page.EvaluateAsync(
            """
            ({ key, code, control, alt }) => (document.activeElement ?? document.body).dispatchEvent(
              new KeyboardEvent('keydown',
                { key, code, ctrlKey: control, altKey: alt, bubbles: true, cancelable: true }))
            """,
            new { key, code, control, alt });

    /// <summary>How often each live event was shown: «organisation:seq» → times.</summary>
    public async Task<Dictionary<string, int>> ShownEventsAsync()
    {
        var names = await Page.EvaluateAsync<string[]>(
            "performance.getEntriesByName('live.event').map((e) => `${e.detail.organisation}:${e.detail.seq}`)");
        return names.GroupBy(name => name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
    }

    /// <summary>The frame stands still: nothing sticks out of the window, in neither direction.</summary>
    public async Task AssertFitsAsync() => Assert.True(await Page.EvaluateAsync<bool>(
        "[document.documentElement].every((e) => e.scrollHeight <= innerHeight && e.scrollWidth <= innerWidth)"));

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private static bool IsNetwork(string text) =>
        text.StartsWith("Failed to load resource", StringComparison.Ordinal)
        || text.Contains("WebSocket connection to", StringComparison.Ordinal);
}
