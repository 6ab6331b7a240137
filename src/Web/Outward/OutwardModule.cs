using System.Net;
using Microsoft.Extensions.Options;
using Zhkh.Web.Hosting;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Outward;

/// <summary>Registration of the folder: which gateway carries which channel.</summary>
internal static class OutwardModule
{
    public static void AddOutward(this IServiceCollection services)
    {
        services.AddOptions<OutwardOptions>().BindConfiguration(OutwardOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<OutwardSignal>();
        services.AddScoped<OutwardQueue>();
        services.AddScoped<OutwardBook>();
        services.AddScoped<OutwardBoard>();
        services.AddScoped<SmsArrivals>();
        AddLoop(services, OutwardChannel.Letter, Letters, options => options.LettersAtOnce);
        AddLoop(services, OutwardChannel.Sms, Sms, options => options.SmsAtOnce);
    }

    private static void AddLoop(
        IServiceCollection services, OutwardChannel channel, Func<IServiceProvider, IOutwardGateway?> gateway,
        Func<OutwardOptions, int> lanes) => services.AddSingleton<IHostedService>(provider =>
    {
        var log = provider.GetRequiredService<ILogger<OutwardLoop>>();
        var options = provider.GetRequiredService<IOptions<OutwardOptions>>();
        if (gateway(provider) is { } there)
        {
            return new OutwardLoop(channel, there, lanes(options.Value), provider.GetRequiredService<SystemWork>(),
                provider.GetRequiredService<OutwardSignal>(), options, provider.GetRequiredService<TimeProvider>(), log);
        }

        OutwardLog.NoGateway(log, channel);
        return new NoLoop();
    });

    private static IOutwardGateway? Letters(IServiceProvider provider)
    {
        var smtp = provider.GetRequiredService<IOptions<OutwardOptions>>().Value.Smtp;
        var demo = provider.GetRequiredService<IOptions<WebOptions>>().Value.Demo;
        if (smtp.Host.Length == 0)
        {
            return demo ? new DemoOutbox() : null;
        }

        StayInside(demo, smtp.Host, "OUTWARD__SMTP__HOST");
        return MailAddress.TryParse(smtp.From) is null
            ? throw new StartRefusedException($"OUTWARD__SMTP__FROM {smtp.From} is not a mail address")
            : new SmtpGateway(smtp, provider.GetRequiredService<TimeProvider>());
    }

    private static IOutwardGateway? Sms(IServiceProvider provider)
    {
        var sms = provider.GetRequiredService<IOptions<OutwardOptions>>().Value.Sms;
        var demo = provider.GetRequiredService<IOptions<WebOptions>>().Value.Demo;
        if (sms.Operator == SmsOperator.None)
        {
            return demo ? new DemoOutbox() : null;
        }

        if (!Uri.TryCreate(sms.BaseUrl, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            throw new StartRefusedException(
                $"OUTWARD__SMS__BASEURL {sms.BaseUrl} is not the https address of the operator");
        }

        StayInside(demo, address.Host, "OUTWARD__SMS__BASEURL");
        var time = provider.GetRequiredService<TimeProvider>();
        // No redirects: a form with a secret goes where it was meant to go and nowhere else.
        var http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = sms.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
        return sms.Operator == SmsOperator.Twilio
            ? new TwilioGateway(sms, http, time) : new SmscGateway(sms, http, time);
    }

    /// <summary>CONTRACT: in demo mode nothing leaves the machine.</summary>
    private static void StayInside(bool demo, string host, string setting)
    {
        if (demo && host != "localhost" && !(IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)))
        {
            throw new StartRefusedException(
                $"{setting} {host}: the demo town writes to nobody outside this machine, add --no-demo");
        }
    }

    /// <summary>A channel without a gateway: its messages wait.</summary>
    private sealed class NoLoop : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
