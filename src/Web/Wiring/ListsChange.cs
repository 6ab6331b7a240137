using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>Tells screens which list to fetch again, once the change is true.</summary>
internal static class ListsChange
{
    public static Task RunAsync(IServiceProvider services, string organisation, string list)
    {
        var screens = services.GetRequiredService<ChangeSignals>();
        services.GetRequiredService<DatabaseSession>().AfterCommit(() => screens.Changed(organisation, list));
        return Task.CompletedTask;
    }
}
