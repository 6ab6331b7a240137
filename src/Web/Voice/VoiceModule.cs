using Zhkh.Pbx;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Voice;

/// <summary>Registration of the folder.</summary>
internal static class VoiceModule
{
    public static void AddVoice(this IServiceCollection services)
    {
        // Asked for its prompts when a text is asked for: the exchange opens its journal only after the set-up.
        services.AddSingleton(provider => new SpokenText(
            provider.GetRequiredService<InstallationFolders>(),
            () => provider.GetRequiredService<Exchange>().Prompts,
            () => provider.GetRequiredService<Exchange>().Menus.Book));
        services.AddSingleton<TextToSpeech>();
        services.AddSingleton<OutageVoice>();
    }
}
