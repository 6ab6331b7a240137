using System.ComponentModel;
using System.Text.Json;

namespace Zhkh.Web.Cli;

/// <summary><c>zhkh prompts build|check [--folder voice-prompts]</c>.</summary>
internal sealed class PromptsCommand : ICommand
{
    public string Name => "prompts";

    public string Help =>
        "  prompts build|check [--folder DIR]   speak all prompts anew; compare files, texts and checksums";

    public async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        var (verb, folder) = arguments switch
        {
            [var only] => (only, PromptFolder.Find()),
            [var first, "--folder", var named] => (first, named),
            _ => ("", null),
        };
        if (verb is not ("build" or "check"))
        {
            await errors.WriteLineAsync(Help);
            return CommandLine.Usage;
        }

        if (folder is null || !File.Exists(Path.Combine(folder, "prompts.json")))
        {
            await errors.WriteLineAsync("No voice-prompts/prompts.json above this folder; name it with --folder");
            return CommandLine.Failed;
        }

        try
        {
            var catalog = PromptCatalog.Load(folder);
            return verb == "build"
                ? await new PromptsBuild(catalog, errors).RunAsync(cancel)
                : await new PromptsCheck(catalog).RunAsync(output);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException
                                      or IOException or Win32Exception)
        {
            await errors.WriteLineAsync($"prompts {verb}: {e.Message}");
            return CommandLine.Failed;
        }
    }
}
