namespace Zhkh.Web.Demo;

/// <summary>Registration of the folder.</summary>
internal static class DemoModule
{
    public static void AddDemo(this IServiceCollection services) => services.AddSingleton<DemoPhone>();
}
