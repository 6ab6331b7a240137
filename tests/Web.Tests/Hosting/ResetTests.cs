using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zhkh.Billing;
using Zhkh.Pbx;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Tests.Hosting;

public sealed class ResetTests
{
    [Fact]
    public async Task A_folder_another_host_works_with_is_not_forgotten()
    {
        var data = Directory.CreateTempSubdirectory("zhkh-reset").FullName;
        var database = await TestHost.EmptyDatabaseAsync();
        await (await SetUpAsync(database, data)).DisposeAsync();
        await using (new FileStream(
            Path.Combine(data, "journal", "lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None))
        {
            await Assert.ThrowsAsync<StartRefusedException>(() => SetUpAsync(database, data));
        }

        await using var owner = NpgsqlDataSource.Create(database);
        await using var count = owner.CreateCommand("select count(*) from billing.accounts");
        Assert.True((long)(await count.ExecuteScalarAsync())! > 0);
        // Who had paused before, and what residents heard, belongs to the town that is forgotten.
        string[] left = [Path.Combine(data, "agents.json"), Path.Combine(data, "menus", "left")];
        Directory.CreateDirectory(Path.Combine(data, "menus"));
        Assert.All(left, file => File.WriteAllText(file, "[]"));
        await (await SetUpAsync(database, data)).DisposeAsync();
        Assert.All(left, file => Assert.False(File.Exists(file), file));
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task The_exchange_opens_its_journal_after_the_folder_was_emptied()
    {
        var data = Directory.CreateTempSubdirectory("zhkh-reset").FullName;
        await using (var app = await SetUpAsync(await TestHost.EmptyDatabaseAsync(), data))
        {
            Assert.False(File.Exists(Path.Combine(data, "journal", "lock")) && IsHeld(data));
            Assert.NotNull(app.Services.GetRequiredService<Exchange>());
            Assert.True(IsHeld(data));
        }

        Directory.Delete(data, recursive: true);
    }

    private static bool IsHeld(string data)
    {
        try
        {
            new FileStream(Path.Combine(data, "journal", "lock"), FileMode.Open, FileAccess.Write, FileShare.None)
                .Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static async Task<WebApplication> SetUpAsync(string database, string data)
    {
        var app = Program.Build([.. TestHost.Flags(database, data), "--reset"], builder =>
            builder.Services.AddSingleton(new DemoTownOptions
            {
                HousesPrivolsk = 1, HousesKhmelnytske = 1, Months = 1, MonthsGenerated = 1,
            }));
        await app.Services.GetRequiredService<SetUp>().RunAsync(CancellationToken.None);
        return app;
    }
}
