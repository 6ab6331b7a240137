using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Recording;
using Zhkh.Testing;

namespace Zhkh.Web.Tests.Recordings;

/// <summary>Recordings as a host made them long ago: a sealed file of that day, a call and a row.</summary>
internal sealed class OldRecordings(TestHost host)
{
    private const int Ticks = 60;

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async Task<Guid> AddAsync(DateTimeOffset at, string ofClass)
    {
        var id = Write(RecordingOptions.In(host.Data), at);
        var when = at.ToString("O", CultureInfo.InvariantCulture);
        await host.ExecuteAsync($"""
            insert into pbx.calls (id, sip_call_id, node, direction, from_number, to_number, started_at, ended_at,
                outcome, organisation, language, recording_id)
            values ('{id}', 'old', 'n1', 'inbound', '100', '100', '{when}', '{when}', 'answered', 'privolsk', 'ru',
                '{id}');
            insert into pbx.recordings (id, call_id, organisation, node, started_at, ended_at, class)
            values ('{id}', '{id}', 'privolsk', 'n1', '{when}', '{when}', '{ofClass}');
            """);
        return id;
    }

    /// <summary>A file alone, in any folder.</summary>
    public static Guid Write(RecordingOptions options, DateTimeOffset at)
    {
        var id = Guid.CreateVersion7(at);
        using var store = new RecordingStore(options, new ManualTime(at), NullLogger.Instance);
        using var recorder = store.Begin(id);
        for (var tick = 0; tick < Ticks; tick++)
        {
            recorder.Write(
                Enumerable.Repeat((short)8_000, 160).ToArray(), Enumerable.Repeat((short)-4_000, 160).ToArray());
        }

        return id;
    }

    public static string FileOf(string folder, Guid id) =>
        Directory.EnumerateFiles(folder, $"{id:D}.*", SearchOption.AllDirectories).Single();

    public Task<bool> IsThereAsync(Guid id) =>
        host.ScalarAsync<bool>($"select exists (select from pbx.recordings where id = '{id}')");

    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await isSo())
        {
            await beat.WaitForNextTickAsync(patience.Token);
        }
    }
}
