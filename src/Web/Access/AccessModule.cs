using Microsoft.AspNetCore.Authentication;

namespace Zhkh.Web.Access;

/// <summary>Registration of the folder.</summary>
internal static class AccessModule
{
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<Operators>();
        services.AddSingleton<DemoOperators>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<SignInLimiter>();
        services.AddScoped<Everybody>();
        services.AddAuthentication(SessionAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.SchemeName, null);
        services.AddAuthorization(Permissions.AddPolicies);
        services.AddRequestLimits();
    }
}
