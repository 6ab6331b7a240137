namespace Zhkh.Web.Voice;

/// <summary>Registration of the folder.</summary>
internal static class VoiceModule
{
    public static void AddVoice(this IServiceCollection services)
    {
        services.AddSingleton<SpokenText>();
        services.AddSingleton<OutageVoice>();
    }
}
