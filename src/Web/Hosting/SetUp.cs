using Microsoft.Extensions.Options;
using Npgsql;
using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Pbx;
using Zhkh.Pbx.Dialer;
using Zhkh.Web.Access;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Hosting;

/// <summary>
/// What must be true before anybody may call: enough disk, the migrations, the demo town when nothing is there.
/// </summary>
internal sealed class SetUp(
    IOptions<WebOptions> options, DataFolder data, Database database, Migrator migrator, DemoOperators demoOperators,
    DemoPhones demoPhones, DemoTownOptions townOptions, SystemWork work, Warmup warmup, PbxOptions exchange,
    ILogger<SetUp> log)
{
    public async Task RunAsync(CancellationToken cancel)
    {
        PortCheck.Ensure(options.Value, exchange.Bind, exchange.TlsBind);
        data.RefuseIfInUse();   // before the tables of a running host are dropped or changed under its calls
        data.ForgetUploads();
        var free = data.FreeBytes / (1024 * 1024);
        var needed = options.Value.DiskFreeMinMegabytes;
        if (free < needed)
        {
            throw new StartRefusedException(
                $"The disk is full: {free} MB free below {data.Root}, {needed} MB are needed");
        }

        await DatabaseMaker.EnsureAsync(database.Owner, cancel);
        if (options.Value.Reset)
        {
            await ForgetAsync(cancel);
        }

        await migrator.ApplyAsync(database.Owner, ModuleMigrations.All, cancel);
        if (options.Value.Demo)
        {
            await SeedAsync(cancel);
        }

        await work.RunAsync(DatabasePool.Jobs, services => ProfilesAsync(services, cancel), cancel);
        await warmup.RunAsync(cancel);
    }

    /// <summary>
    /// Dispatch counts the law's minutes; whose law and whose wall clock, the registry of Billing knows.
    /// </summary>
    private static async Task ProfilesAsync(IServiceProvider services, CancellationToken cancel)
    {
        var rulebook = services.GetRequiredService<Rulebook>();
        var dialing = services.GetRequiredService<DialProfiles>();
        foreach (var organisation in await services.GetRequiredService<OrganisationBoard>().AllAsync(cancel))
        {
            await rulebook.KeepProfileAsync(
                organisation.Code, organisation.Jurisdiction, organisation.TimeZone, cancel);
            await dialing.KeepAsync(
                new DialProfile(organisation.Code, organisation.Jurisdiction, organisation.TimeZone), cancel);
        }
    }

    private async Task ForgetAsync(CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(database.Owner);
        await connection.OpenAsync(cancel);
        await Forgetting.RunAsync(connection, data, cancel);
        HostLog.Reset(log);
    }

    private Task SeedAsync(CancellationToken cancel) => work.RunAsync(DatabasePool.Jobs, async services =>
    {
        var town = await services.GetRequiredService<DemoTown>().BuildAsync(townOptions, cancel);
        await demoOperators.AddAsync(cancel);
        await demoPhones.AddAsync(cancel);
        await services.GetRequiredService<DemoCrews>().AddAsync(cancel);
        HostLog.TownStands(log, town.Created ? "built" : "found", town.Houses, town.Accounts, town.People, town.Meters);
    }, cancel);
}
