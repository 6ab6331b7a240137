using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Web.Access;
using Zhkh.Web.Api;
using Zhkh.Web.Demo;
using Zhkh.Web.Calendar;
using Zhkh.Web.Health;
using Zhkh.Web.Hosting;
using Zhkh.Web.Live;
using Zhkh.Web.Outward;
using Zhkh.Web.Storage;
using Zhkh.Web.Voice;
using Zhkh.Web.Wiring;

namespace Zhkh.Web;

/// <summary>
/// The host: three modules introduced to one another, the API, the console. Everything is read from here.
/// </summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => Cli.CommandLine.Knows(args)
        ? Cli.CommandLine.RunAsync(args, Console.Out, Console.Error)
        : StartFailure.GuardAsync(() => ServeAsync(args), Console.Error);

    private static async Task ServeAsync(string[] args)
    {
        await using var app = Build(args);
        await app.Services.GetRequiredService<SetUp>().RunAsync(CancellationToken.None);
        await app.ServeAsync(Console.Out);
    }

    /// <summary>The application, complete and not yet started; tests change what they must.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? change = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration
            .AddInMemoryCollection([new($"{WebOptions.Section}:{nameof(WebOptions.Bind)}:0", WebOptions.BindDefault)])
            .AddEnvironmentVariables("ZHKH__")
            .AddInMemoryCollection(CommandLine.FromEnvironment(Environment.GetEnvironmentVariable))
            .AddInMemoryCollection(CommandLine.Parse(args));
        builder.AddHosting();
        builder.Services.AddStorage();
        builder.Services.AddAccess();
        builder.Services.AddApi();
        builder.Services.AddLive();
        builder.Services.AddVoice();
        builder.Services.AddBilling();
        builder.Services.AddDispatch();
        builder.Services.AddOutward();
        builder.Services.AddDemo();
        builder.Services.AddWiring();
        builder.AddExchange();
        builder.AddCalendar();
        change?.Invoke(builder);

        var app = builder.Build();
        Pipeline(app);
        Map(app);
        return app;
    }

    private static void Pipeline(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseExceptionHandler(_ => { });
        app.UseConsoleFiles();
        app.UseRouting();
        app.UseOriginGuard(ConsoleHub.Path);
        app.UseOriginGuard(DemoPhone.LinePath);
        app.UseWebSockets();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAntiforgeryHeader();
        app.UseAuthorization();
        app.UseUnitOfWork();
    }

    private static void Map(WebApplication app)
    {
        app.MapHealth();
        app.MapSession();
        app.MapAccounts();
        app.MapRegisters();
        app.MapUnidentifiedPayments();
        app.MapPayments();
        app.MapMeters();
        app.MapTariffs();
        app.MapMonths();
        app.MapCharges();
        app.MapCalls();
        app.MapCallControl();
        app.MapLinePin();
        app.MapRecordings();
        app.MapRecordingHolds();
        app.MapRetention();
        app.MapCallbacks();
        app.MapTickets();
        app.MapCrews();
        app.MapCrewLinks();
        app.MapOwnOrders();
        app.MapAttention();
        app.MapReports();
        app.MapOutages();
        app.MapHouses();
        app.MapLetters();
        app.MapTicketAmendments();
        app.MapJournal();
        app.MapBoard();
        app.MapPhones();
        app.MapTrunks();
        app.MapProvision();
        app.MapAudit();
        app.MapOutward();
        app.MapOutwardHooks();
        app.MapDemo();
        app.MapCampaigns();
        app.MapQueues();
        app.MapSharedQueues();
        app.MapPresence();
        app.MapVoicemail();
        app.MapNumbers();
        app.MapSchedules();
        app.MapMenus();
        app.MapAnnouncements();
        app.MapVoiceClips();
        app.MapLive();
        app.MapSipSocket();
        app.MapOpenApi().AllowAnonymous();
        app.MapConsole();
    }
}
