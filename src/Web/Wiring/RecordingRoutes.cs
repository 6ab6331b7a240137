using Zhkh.Pbx.Events;
using Zhkh.Pbx.Recording;

namespace Zhkh.Web.Wiring;

/// <summary>What follows from a disk that runs low and from calls that could not be recorded whole.</summary>
internal static class RecordingRoutes
{
    public static FactRoutes OnRecordings(this FactRoutes routes) => routes
        .On<RecordingDiskChanged>("pbx", DiskAsync)
        .On<RecordingCutShort>("pbx", CutShortAsync);

    private static async Task DiskAsync(
        IServiceProvider services, RecordingDiskChanged fact, CancellationToken cancel)
    {
        await services.GetRequiredService<RecordingAlarms>().DiskAsync(fact, cancel);
        await ListsChange.RunAsync(services, fact.Organisation, "attention");
    }

    private static async Task CutShortAsync(
        IServiceProvider services, RecordingCutShort fact, CancellationToken cancel)
    {
        await services.GetRequiredService<RecordingAlarms>().PartialAsync(fact, cancel);
        await ListsChange.RunAsync(services, fact.Organisation, "attention");
    }
}
