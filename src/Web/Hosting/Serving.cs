using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Zhkh.Pbx;
using Zhkh.Web.Health;

namespace Zhkh.Web.Hosting;

/// <summary>From start to READY to the end.</summary>
internal static class Serving
{
    public static async Task ServeAsync(this WebApplication app, TextWriter output)
    {
        app.Services.GetRequiredService<Metrics>();   // counts from the first fact on, not from the first scrape
        try
        {
            await app.StartAsync();
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            var port = app.Services.GetRequiredService<IOptions<WebOptions>>().Value.HttpPort;
            throw PortOwner.Refusal("tcp", port, "--http-port");
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"READY http={HttpAddress(app)} sip={SipAddress(app)} pid={Environment.ProcessId}"));
        await output.FlushAsync();
        await GreetAsync(app);
        await app.WaitForShutdownAsync();
        if (app.Services.GetRequiredService<IHostLifetime>() is DrainingLifetime { WasAsked: false })
        {
            throw new InvalidOperationException("The host stopped by itself: a loop failed, see the log above");
        }
    }

    /// <summary>Where to look and whom to call first; to stderr, READY stays alone on stdout.</summary>
    private static async Task GreetAsync(WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<WebOptions>>().Value.Demo)
        {
            return;
        }

        await Console.Error.WriteLineAsync($"""

              Пульт диспетчера   {HttpAddress(app)}   dispatcher / demo
              Позвонить роботу   {HttpAddress(app)}/demo/phone   телефон не нужен, начните отсюда
              Письма и SMS       {HttpAddress(app)}/demo/outbox   наружу ничего не уходит
              Из терминала       ./zhkh call 100 --sip {SipAddress(app)} --from +79370000030
              Телефон            sip:201@{SipAddress(app)}   пароль demo201
              Остановить Ctrl+C · начать заново ./run.sh --reset

            """);
    }

    public static string HttpAddress(WebApplication app) => app.Urls.First();

    private static string SipAddress(WebApplication app) =>
        app.Services.GetRequiredService<Exchange>().BoundEndpoints[0].ToString();
}
