using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Zhkh.Billing;
using Zhkh.Pbx;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Api;
using Zhkh.Web.Photos;
using Zhkh.Web.Provisioning;
using Zhkh.Web.Storage;
using Zhkh.Web.Wiring;

namespace Zhkh.Web.Hosting;

/// <summary>What makes a process of it: options, ports, logs, the life cycle.</summary>
internal static class HostingModule
{
    // A ticket is a few hundred bytes; nothing of this API needs more.
    private const long RequestBytesMax = 256 * 1024;

    public static void AddHosting(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<WebOptions>().BindConfiguration(WebOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<InstallationFolders>();
        services.AddSingleton<DataFolder>();
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<PhotoStore>();
        services.AddSingleton<PhotoDesk>();
        services.AddSingleton(new DemoTownOptions());
        services.AddSingleton<Warmup>();
        services.AddSingleton<DemoPhones>();
        services.AddScoped<DemoCrews>();
        services.AddSingleton<SetUp>();
        services.AddSingleton<IHostLifetime, DrainingLifetime>();
        builder.Host.UseDefaultServiceProvider(provider =>
        {
            provider.ValidateScopes = true;
            provider.ValidateOnBuild = true;
        });
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<WebOptions>>(Listen);
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<WebOptions>>(Trust);
        services.AddDataProtection().SetApplicationName("zhkh");
        services.AddOptions<KeyManagementOptions>()
            .Configure<DataFolder, ILoggerFactory>((keys, data, logs) => keys.XmlRepository =
                new FileSystemXmlRepository(
                    new DirectoryInfo(data.Keys), logs));
        // stdout carries READY and nothing else.
        services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Logging.AddFilter("Zhkh.Web.Access.SessionAuthentication", LogLevel.Warning);
    }

    /// <summary>The exchange, told what the flags said; it works on while the database does not.</summary>
    public static void AddExchange(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection(ExchangeSettings.Section).Get<ExchangeSettings>() ?? new();
        var web = builder.Configuration.GetSection(WebOptions.Section).Get<WebOptions>() ?? new();
        builder.Services.AddPbx(
            settings.ToOptions(web, new InstallationFolders().VoicePrompts),
            provider => provider.GetRequiredService<Database>().Jobs);
        builder.Services.AddScoped<CallBoard>();
        builder.Services.AddSingleton(provider => new PhoneBook(
            provider.GetRequiredService<Database>().Jobs, provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(provider => new MenuSource(
            provider.GetRequiredService<Database>().Jobs, provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddScoped<MenuRows>();
        builder.Services.AddScoped<AnnouncementRows>();
        builder.Services.AddScoped<PhoneDetails>();
        builder.Services.AddScoped<PhoneLinks>();
        builder.Services.AddSingleton<PhoneSecrets>();
        builder.Services.AddSingleton<PhoneNews>();
        builder.Services.AddScoped<PhoneScope>();
        if (!settings.Bench)   // the bench brings two thousand users of its own
        {
            builder.Services.AddHostedService<PhoneBookLoop>();
            builder.Services.AddHostedService<QueueBookLoop>();
            builder.Services.AddHostedService<MenuLoop>();
        }

        builder.Services.AddHostedService<ExchangeHost>();
        if (!settings.Bench)
        {
            builder.Services.AddHostedService<TrunkBookLoop>();   // after the exchange: trunks register from its port
        }

        builder.Services.AddHostedService<DialerLoop>();   // after the exchange: it needs the SIP port
    }

    private static void Listen(KestrelServerOptions kestrel, IOptions<WebOptions> options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = RequestBytesMax;
        foreach (var address in options.Value.Bind)
        {
            if (!IPAddress.TryParse(address, out var ip))
            {
                throw new StartRefusedException($"--bind {address} is not an IP address");
            }

            kestrel.Listen(ip, options.Value.HttpPort);
        }
    }

    private static void Trust(ForwardedHeadersOptions forwarded, IOptions<WebOptions> options)
    {
        // With both lists empty the middleware would believe everybody, so it stays off until a proxy is named.
        forwarded.ForwardedHeaders = options.Value.TrustedProxies.Length == 0
            ? ForwardedHeaders.None
            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in options.Value.TrustedProxies)
        {
            forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
        }
    }
}
